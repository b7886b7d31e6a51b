package dev.polyrpc.client;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs one verb and exits with what became of it. */
    public static void main(String[] args) {
        System.exit(PolyrpcCommand.commandLine().execute(args));
    }
}
