package dev.polyrpc.client.frame;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** Shows in a verb's help its own options first, then those that all verbs share. */
final class HelpOptions {
    private HelpOptions() {}

    static void install(CommandLine polyrpc) {
        polyrpc.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> section("%nOptions:%n", help, false)
                                + section("%nOptions of every verb:%n", help, true));
        polyrpc.setHelpSectionMap(polyrpc.getHelpSectionMap());
    }

    private static String section(String heading, Help help, boolean shared) {
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> !option.hidden() && isShared(option) == shared)
                .toList();
        return options.isEmpty() ? "" : heading.formatted() + help.optionListExcludingGroups(options);
    }

    private static boolean isShared(OptionSpec option) {
        return option.scopeType() == ScopeType.INHERIT || option.usageHelp() || option.versionHelp();
    }
}
