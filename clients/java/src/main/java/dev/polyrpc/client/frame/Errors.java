package dev.polyrpc.client.frame;

import dev.polyrpc.client.session.Refusal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells on stderr, in one line, why a verb failed, and makes it the exit code. */
public final class Errors {
    private static final String JSON = "--json";

    private Errors() {}

    /** Has a command line tell its errors so. */
    public static CommandLine toldBy(CommandLine commandLine) {
        return commandLine.setParameterExceptionHandler(Errors::misused).setExecutionExceptionHandler(Errors::failed);
    }

    /** Tells on stderr where to look when nobody was reached. */
    public static void hint(int exitCode, CommandLine command) {
        if (exitCode == Refusal.EXIT_UNREACHABLE) {
            command.getErr().println("Is the system up? scripts/status");
        }
    }

    private static int failed(Exception problem, CommandLine command, ParseResult parsed) {
        UnknownOutcome unknown = problem instanceof UnknownOutcome outcome ? outcome : null;
        Refusal refusal = unknown == null ? Refusal.of(problem) : unknown.refusal();
        if (parsed.originalArgs().contains(JSON)) {
            command.getErr().println(RefusalJson.of(refusal));
            return refusal.exitCode();
        }
        command.getErr().println(refusal);
        if (unknown != null) {
            command.getErr()
                    .println("It may have been done: repeated with --request-id=%s it is done once"
                            .formatted(refusal.requestId()));
        }
        hint(refusal.exitCode(), command);
        return refusal.exitCode();
    }

    private static int misused(ParameterException problem, String[] args) {
        Refusal refusal = Refusal.usage(String.valueOf(problem.getMessage()));
        CommandLine command = problem.getCommandLine();
        if (List.of(args).contains(JSON)) {
            command.getErr().println(RefusalJson.of(refusal));
        } else {
            command.getErr().println(refusal);
            if (!UnmatchedArgumentException.printSuggestions(problem, command.getErr())) {
                command.getErr()
                        .println("Try: scripts/%s --help"
                                .formatted(command.getCommandSpec().qualifiedName()));
            }
        }
        return refusal.exitCode();
    }
}
