package dev.polyrpc.client.frame;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final int FAR = 3;
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
                    nearest(name(word), known)
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

    private static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) < Math.min(FAR, candidate.length()));
    }

    /** Letters to add, take away or replace until one is the other, two that changed places being one mistake. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Stream.of(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + same)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
