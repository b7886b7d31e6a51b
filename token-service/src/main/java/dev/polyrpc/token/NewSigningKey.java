package dev.polyrpc.token;

import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import dev.polyrpc.token.outbound.file.SigningKeyFolder;
import dev.polyrpc.token.outbound.jose.SigningKeys;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command {@code rotate-signing-key}: puts a new key into the folder and says its id. A service that runs publishes it at
 * once, and signs with it after the lead time.
 */
final class NewSigningKey {
    private static final Set<String> SETTINGS = Set.of("POLYRPC_PROFILE", TokensConfig.PREFIX + "SIGNING_KEYS");
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_SETTINGS = 78;

    private NewSigningKey() {}

    static int run(String[] args, Map<String, String> environment, Clock clock, PrintStream out, PrintStream errors) {
        if (!List.of(args).equals(List.of("rotate-signing-key"))) {
            errors.println("arguments: (expected: none, to serve, or rotate-signing-key)");
            return EXIT_USAGE;
        }
        try {
            Map<String, String> ours = new HashMap<>(environment);
            ours.keySet().retainAll(SETTINGS); // the others are for whoever serves
            Settings settings = Settings.of(TokensConfig.PREFIX, ours);
            Path path = TokensConfig.signingKeys(settings);
            SigningKeyFolder folder =
                    settings.check("SIGNING_KEYS", () -> SigningKeyFolder.open(path, settings.profile()));
            String id = settings.check("SIGNING_KEYS", () -> SigningKeys.id(folder.add(clock.instant())));
            settings.done();
            out.println("new signing key: " + id);
            return 0;
        } catch (SettingsException e) {
            e.faults().forEach(errors::println);
            return EXIT_SETTINGS;
        }
    }
}
