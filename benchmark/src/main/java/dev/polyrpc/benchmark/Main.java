package dev.polyrpc.benchmark;

/** Starts the benchmark. */
public final class Main {
    private Main() {}

    /** Measures, reports and exits with what became of it. */
    public static void main(String[] args) {
        System.exit(BenchCommand.commandLine().execute(args));
    }
}
