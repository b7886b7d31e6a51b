package dev.polyrpc.kit.testing;

import dev.polyrpc.kit.tls.PeerPolicy;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's own policy file, for tests that start services in any module. Safe for use by many threads. */
public final class TestPolicy {
    private TestPolicy() {}

    /** Where the file is. */
    public static Path file() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("policy").resolve("policy.json");
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IllegalStateException("no policy/policy.json in " + start + " or above it");
    }

    /** Whom the file lets in to a service. */
    public static PeerPolicy of(String service) {
        return PeerPolicy.read(file(), service);
    }
}
