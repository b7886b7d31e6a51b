package dev.polyrpc.benchmark.identity;

import dev.polyrpc.benchmark.probe.Probe;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Measures what it costs to know who calls, against services of its own. For use by one thread. */
public record IdentityProbe(Workshop workshop) implements Probe {
    @Override
    public List<String> goals() {
        return List.of("P6");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        try (Stack service = workshop.product("identity", List.of())) {
            return IdentityCosts.measure(workshop, service, quick, progress).readings();
        }
    }
}
