package dev.polyrpc.client.demo;

import dev.polyrpc.client.session.Refusal;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** Tells what happens, step by step, and counts the steps that did not end as told. Not safe for use by many threads. */
final class Story {
    private final PrintWriter out;
    private int held;
    private int failed;

    Story(PrintWriter out) {
        this.out = out;
    }

    /** Begins a part of the story; the steps after it belong to it. */
    void chapter(String title) {
        out.printf("%n== %s%n", title);
        out.flush();
    }

    /** Tells something about the step before. */
    void detail(String text) {
        out.printf("            %s%n", text);
        out.flush();
    }

    /** One step, and what came out of it: it holds unless it throws, which ends its chapter. */
    <T> T step(String what, Callable<T> step) throws NotHeld {
        try {
            T outcome = step.call();
            held++;
            out.printf("  ok        %s%n", what);
            out.flush();
            return outcome;
        } catch (Exception e) {
            broken(what, e);
            throw new NotHeld(what, e);
        }
    }

    /** Tells what did not hold, and why. */
    void broken(String what, Exception cause) {
        failed++;
        out.printf("  FAILED    %s%n", what);
        detail(Refusal.of(cause).toString());
    }

    /** A step from which nothing comes out. */
    void check(String what, Check check) throws NotHeld {
        step(what, () -> {
            check.run();
            return what;
        });
    }

    /** Throws unless something is as it was expected. */
    static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException("%s: %s (expected: %s)".formatted(what, actual, expected));
        }
    }

    int held() {
        return held;
    }

    int failed() {
        return failed;
    }

    /** What a step does, and checks, throwing where it is not as told. */
    @FunctionalInterface
    interface Check {
        void run() throws Exception;
    }

    /** A step did not hold: the rest of its chapter makes no sense. */
    static final class NotHeld extends Exception {
        private static final long serialVersionUID = 1;

        NotHeld(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
