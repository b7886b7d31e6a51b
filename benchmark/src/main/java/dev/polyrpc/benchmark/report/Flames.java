package dev.polyrpc.benchmark.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jdk.jfr.consumer.RecordedFrame;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/** Collects call stacks and draws them as a flame graph: a page of its own. For use by one thread. */
final class Flames {
    private final FlameGraph graph;

    Flames(String title) {
        Arguments arguments = new Arguments();
        arguments.title = title;
        this.graph = new FlameGraph(arguments);
    }

    /** Adds a stack, the method that runs first. */
    void add(List<RecordedFrame> frames) {
        CallStack stack = new CallStack();
        for (int n = frames.size() - 1; n >= 0; n--) {
            RecordedFrame frame = frames.get(n);
            stack.push(name(frame), type(frame));
        }
        graph.addSample(stack, 1);
    }

    String page() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            graph.dump(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static byte type(RecordedFrame frame) {
        return switch (frame.getType()) {
            case "Interpreted" -> Frame.TYPE_INTERPRETED;
            case "Inlined" -> Frame.TYPE_INLINED;
            case "Native" -> Frame.TYPE_NATIVE;
            default -> Frame.TYPE_JIT_COMPILED;
        };
    }
}
