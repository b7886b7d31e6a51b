package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.file.FileStamps;
import dev.polyrpc.kit.settings.Profile;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The three files of an identity, read as one whole. Immutable. */
record TlsFiles(Path directory, String name, Profile profile) {
    private static final int MOST_READINGS = 5;

    /** The authorities, the certificate, its key. */
    List<Path> paths() {
        return List.of(
                directory.resolve("ca.pem"), directory.resolve(name + ".pem"), directory.resolve(name + "-key.pem"));
    }

    /**
     * Reads and checks all three.
     *
     * @throws IllegalArgumentException with a line for each fault
     */
    TlsState read() {
        return readWhole(this::checked);
    }

    TlsState readUnchecked() {
        return readWhole(Reading::state);
    }

    /** Reads again what was changed while it was read; what is then still torn, the checks find. */
    private TlsState readWhole(Function<Reading, TlsState> check) {
        List<Path> paths = paths();
        for (int reading = 1; ; reading++) {
            FileStamps before = FileStamps.of(paths);
            try {
                TlsState state = check.apply(Reading.of(paths));
                if (reading == MOST_READINGS || before.equals(FileStamps.of(paths))) {
                    return state;
                }
            } catch (IllegalArgumentException e) {
                if (reading == MOST_READINGS || before.equals(FileStamps.of(paths))) {
                    throw e;
                }
            }
        }
    }

    private TlsState checked(Reading files) {
        Set<String> faults = new LinkedHashSet<>();
        collect(faults, files.authorities::certificates);
        collect(faults, files.leaf::requireValidNow);
        collect(faults, () -> files.leaf.requireSignedBy(files.authorities));
        collect(faults, () -> files.key.requireFits(files.leaf));
        if (profile == Profile.PRODUCTION) {
            collect(faults, files.key::requireOwnersAlone);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return files.state();
    }

    private static void collect(Set<String> faults, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
    }

    private record Reading(PemFile authorities, PemFile leaf, PemFile key) {
        static Reading of(List<Path> paths) {
            return new Reading(PemFile.read(paths.get(0)), PemFile.read(paths.get(1)), PemFile.read(paths.get(2)));
        }

        TlsState state() {
            return new TlsState(authorities.certificates(), new Credential(leaf.certificates(), key.privateKey()));
        }
    }
}
