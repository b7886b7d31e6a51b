package dev.polyrpc.client.frame;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Refusal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells on stderr, in one line, why a verb failed, and makes it the exit code. */
public final class Errors {
    private static final String JSON = "--json";

    private Errors() {}

    /** Tells people on stderr where to look when nobody was reached. */
    public static void hint(int exitCode, Output output) {
        if (exitCode == Refusal.EXIT_UNREACHABLE && !output.isJson()) {
            output.note("Is the system up? scripts/status");
        }
    }

    /** Tells a refusal on stderr: its parts to programs, the words to people. */
    public static void tell(Refusal refusal, String words, Output output) {
        output.aside(RefusalJson.of(refusal), words);
    }

    static int failed(Exception problem, Output output) {
        UnknownOutcome unknown = problem instanceof UnknownOutcome outcome ? outcome : null;
        Refusal refusal = unknown == null ? Refusal.of(problem) : unknown.refusal();
        tell(refusal, refusal.toString(), output);
        if (unknown != null && !output.isJson()) {
            output.note(
                    "It may have been done; it is done once, however often it is repeated with " + unknown.options());
        }
        if (refusal.reason().equals("TOKEN_SERVICE_REFUSED") && !output.isJson()) {
            output.note("Is this client denied in policy/policy.json, or was its secret made anew? See run/token.log");
        }
        hint(refusal.exitCode(), output);
        return refusal.exitCode();
    }

    static int misused(ParameterException problem, String[] args) {
        Misuse misuse = Misuse.of(problem);
        Refusal refusal = Refusal.usage(misuse.message());
        CommandLine command = problem.getCommandLine();
        if (List.of(args).contains(JSON)) {
            command.getErr().println(RefusalJson.of(refusal));
        } else {
            command.getErr().println(refusal);
            command.getErr().println(misuse.advice());
        }
        return refusal.exitCode();
    }
}
