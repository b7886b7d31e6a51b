package dev.polyrpc.client;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the command line. */
public final class Main {
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {}

    /** Runs one verb and exits with what became of it. */
    public static void main(String[] args) {
        GRPC.setLevel(Level.SEVERE); // what becomes of a call is told once, by its verb
        System.exit(PolyrpcCommand.commandLine().execute(args));
    }
}
