package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** The issuers beside our own whose tokens are taken, as one small file says. Immutable. */
public record IssuerProfiles(List<IssuerProfile> profiles) {
    private static final String SETTING = "ISSUERS";

    /** Keeps a copy. */
    public IssuerProfiles {
        profiles = List.copyOf(profiles);
    }

    /** No issuer but our own. */
    public static IssuerProfiles none() {
        return new IssuerProfiles(List.of());
    }

    /** Reads the file that the setting {@code ISSUERS} names; without it there are none. */
    public static IssuerProfiles from(Settings settings, String ownIssuer) {
        String file = settings.text(SETTING, "");
        return settings.check(SETTING, () -> file.isEmpty() ? none() : read(Path.of(file), ownIssuer));
    }

    /** Reads a file; an IllegalArgumentException names all its faults, a line each. */
    public static IssuerProfiles read(Path file, String ownIssuer) {
        return new IssuerProfiles(IssuerProfileFile.read(file, ownIssuer));
    }

    /** Each with a source of its keys, which begins to fetch them. */
    public List<OtherIssuer> open() {
        return profiles.stream()
                .map(profile -> new OtherIssuer(profile, JwksKeySource.create(profile)))
                .toList();
    }
}
