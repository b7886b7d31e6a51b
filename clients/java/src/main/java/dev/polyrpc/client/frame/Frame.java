package dev.polyrpc.client.frame;

import picocli.CommandLine;

/** What all verbs have in common though none says it: how errors are told, and how help is set. */
public final class Frame {
    private Frame() {}

    /** Puts it around a command line that has all of its verbs. */
    public static CommandLine around(CommandLine polyrpc, Invocation invocation) {
        HelpOptions.install(polyrpc);
        return polyrpc.setOverwrittenOptionsAllowed(true) // scripts say where the system is; what comes later wins
                .setParameterExceptionHandler(Errors::misused)
                .setExecutionExceptionHandler(
                        (problem, command, parsed) -> Errors.failed(problem, invocation.output()));
    }
}
