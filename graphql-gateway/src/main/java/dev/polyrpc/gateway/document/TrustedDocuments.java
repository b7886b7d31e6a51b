package dev.polyrpc.gateway.document;

import dev.polyrpc.kit.file.FileWatch;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of clients that the gateway's operator knows, by the SHA-256 of their text, and whether others may run. Once
 * told to follow its file it takes changes up, and keeps the last good ones where the file is not. Safe for use by many threads.
 */
public final class TrustedDocuments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedDocuments.class);
    private static final String PREFIX = "sha256:";

    private final @Nullable Path file;
    private final boolean only;
    private volatile Known known;
    private @Nullable FileWatch watch;

    /** Which documents may run. */
    public enum Mode {
        /** Those of the file, and any other. */
        ANY,
        /** Those of the file alone. */
        TRUSTED
    }

    private record Known(Map<String, String> byId, Set<String> texts) {
        static Known of(Map<String, String> byId) {
            return new Known(Map.copyOf(byId), Set.copyOf(byId.values()));
        }
    }

    private TrustedDocuments(@Nullable Path file, boolean only, Known known) {
        this.file = file;
        this.only = only;
        this.known = known;
    }

    /** Reads the settings, and the file that they name: in production nothing else runs. */
    public static TrustedDocuments from(Settings settings, Profile profile) {
        Mode standard = profile == Profile.PRODUCTION ? Mode.TRUSTED : Mode.ANY;
        boolean only = settings.choice("DOCUMENTS", Mode.class, standard) == Mode.TRUSTED;
        Path file = settings.pathIfSet("TRUSTED_DOCUMENTS");
        return settings.check("TRUSTED_DOCUMENTS", () -> {
            if (only && file == null) {
                throw new IllegalArgumentException(
                        "not set (expected: a file, as POLYRPC_GATEWAY_DOCUMENTS is trusted)");
            }
            return new TrustedDocuments(file, only, Known.of(file == null ? Map.of() : DocumentFile.read(file)));
        });
    }

    /** None is known, and any may run. */
    public static TrustedDocuments none() {
        return new TrustedDocuments(null, false, Known.of(Map.of()));
    }

    /** Begins to follow the file, if there is one; {@code taken} is run whenever it was taken up, soon for the first time. */
    public TrustedDocuments follow(Runnable taken) {
        if (file != null) {
            watch = FileWatch.fromNow(List.of(file), () -> reload(file, taken));
        }
        return this;
    }

    /** The documents that are known, by their ids. */
    Map<String, String> byId() {
        return known.byId();
    }

    /** The text of the document that is meant, or a {@link DocumentRefused}. */
    String text(DocumentName name) {
        Known now = known;
        String id = name.id();
        if (id != null) {
            String text = now.byId().get(id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id);
            if (text == null) {
                throw DocumentRefused.unknown();
            }
            return text;
        }
        String text = String.valueOf(name.text());
        if (only && !now.texts().contains(text)) {
            throw DocumentRefused.untrusted();
        }
        return text;
    }

    /** Takes up no further change. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private void reload(Path changed, Runnable taken) {
        try {
            known = Known.of(DocumentFile.read(changed));
            LOG.atInfo()
                    .addKeyValue("file", changed)
                    .addKeyValue("documents", byId().size())
                    .log("trusted documents taken up");
        } catch (IOException | IllegalArgumentException faulty) {
            LOG.atWarn()
                    .addKeyValue("file", changed)
                    .addKeyValue("cause", faulty.getMessage())
                    .log("trusted documents not taken up: the last good ones stay");
            return;
        }
        taken.run();
    }
}
