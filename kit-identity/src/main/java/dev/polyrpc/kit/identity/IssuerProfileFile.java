package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the file of other issuers, a JSON list, and tells all that is wrong with it at once. */
final class IssuerProfileFile {
    private IssuerProfileFile() {}

    static List<IssuerProfile> read(Path file, String ownIssuer) {
        JsonNode list = list(file);
        List<IssuerProfile> profiles = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> issuers = new HashSet<>(Set.of(ownIssuer));
        for (int i = 0; i < list.size(); i++) {
            IssuerProfileEntry entry = new IssuerProfileEntry(list.get(i));
            IssuerProfile profile = entry.profile();
            if (!names.add(profile.name())) {
                entry.fault("name", profile.name(), "each once");
            }
            if (!issuers.add(profile.issuer())) {
                entry.fault("issuer", profile.issuer(), "each once, and not our own");
            }
            for (String fault : entry.faults()) {
                faults.add("%s: issuer %d: %s".formatted(file, i + 1, fault));
            }
            profiles.add(profile);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return profiles;
    }

    private static JsonNode list(Path file) {
        try {
            JsonNode list = StrictJson.any(Files.readAllBytes(file), "content");
            if (!list.isArray() || list.isEmpty()) {
                throw new IllegalArgumentException(file + ": (expected: a list of issuers, one or more)");
            }
            return list;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read", e);
        } catch (TokenRefused e) {
            throw new IllegalArgumentException(file + ": " + e.why(), e);
        }
    }
}
