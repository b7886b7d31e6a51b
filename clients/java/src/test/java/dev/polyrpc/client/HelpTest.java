package dev.polyrpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^ '])+");

    static Stream<String> verbs() {
        return verbs(PolyrpcCommand.commandLine());
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void help_ofEachVerb_endsWithAnExampleThatItTakes(String verb) {
        List<String> help =
                TestSystem.runAnywhere((verb + " --help").split(" ")).lines();

        String example = help.stream()
                .filter(line -> line.startsWith("Example: polyrpc "))
                .findFirst()
                .orElseThrow();
        assertThat(example).contains(verb);
        CommandLine.ParseResult parsed = PolyrpcCommand.commandLine().parseArgs(words(example));
        assertThat(parsed.errors()).isEmpty();
    }

    @Test
    void help_setsApartWhatAllVerbsShare() {
        List<String> help = TestSystem.runAnywhere("product", "list", "--help").lines();

        assertThat(help.indexOf("Options:")).isPositive().isLessThan(help.indexOf("Options of every verb:"));
        assertThat(help).filteredOn(line -> line.contains("--json  ")).hasSize(1);
    }

    @Test
    void help_ofTheRoot_saysHowToLoadTheCompletion() {
        assertThat(TestSystem.runAnywhere("--help").out()).contains("source <(scripts/polyrpc completion)");
    }

    private static Stream<String> verbs(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return Stream.of(command.getCommandSpec().qualifiedName().substring("polyrpc ".length()));
        }
        return command.getSubcommands().values().stream()
                .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
                .flatMap(HelpTest::verbs);
    }

    /** As a shell splits them; the first two are "Example:" and the program. */
    private static String[] words(String example) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(example);
        while (matcher.find()) {
            words.add(matcher.group().replace("'", ""));
        }
        return words.subList(2, words.size()).toArray(String[]::new);
    }
}
