package dev.polyrpc.client.frame;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, and what to type instead.
 *
 * @param message what is wrong
 * @param advice what helps
 */
record Misuse(String message, String advice) {
    /** Picocli says it by these words alone. */
    private static final String NO_VERB = "Missing required subcommand";

    static Misuse of(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        String help = "Try: scripts/%s --help".formatted(spec.qualifiedName());
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean option = word.startsWith("-");
            boolean verb = !option && !command.getSubcommands().isEmpty();
            Collection<String> known = option ? spec.optionsMap().keySet() : verbs(command);
            String wrong = option ? "option" : verb ? "verb" : "argument";
            return new Misuse(
                    "unknown %s: %s".formatted(wrong, word),
                    Nearest.of(name(word), known)
                            .map(near -> "Did you mean: scripts/%s %s".formatted(spec.qualifiedName(), near))
                            .orElse(help));
        }
        if (message.startsWith(NO_VERB)) {
            return new Misuse("a verb is missing (expected: %s)".formatted(String.join(", ", verbs(command))), help);
        }
        return new Misuse(message, help);
    }

    private static List<String> verbs(CommandLine command) {
        return command.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(verb -> !verb.usageMessage().hidden())
                .map(CommandSpec::name)
                .toList();
    }

    private static String name(String word) {
        int value = word.indexOf('=');
        return value < 0 ? word : word.substring(0, value);
    }
}
