package dev.polyrpc.kit.tls;

import com.google.common.hash.Hashing;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.file.FileWatch;
import dev.polyrpc.kit.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes one service lets in: those that the policy file names for it, less those that are denied everywhere;
 * nobody else. Once told to follow the file it takes changes up by itself, and keeps the last good state while the file is
 * torn. Safe for use by many threads.
 */
public final class PeerPolicy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerPolicy.class);
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> SHA_256 = AttributeKey.stringKey("sha256");

    private final Path file;
    private final Function<byte[], PeerTable> table;
    private final Function<byte[], Runnable> rest;
    private final Listeners listeners = new Listeners();
    private volatile State state;
    private @Nullable FileWatch watch;
    private String fault = ""; // the one that was logged last; guarded by this

    private record State(PeerTable table, String sha256, Runnable takeUpRest) {}

    private PeerPolicy(Path file, Function<byte[], PeerTable> table, Function<byte[], Runnable> rest) {
        this.file = file;
        this.table = table;
        this.rest = rest;
        this.state = load();
        state.takeUpRest().run();
    }

    /**
     * Reads what the policy file says of a service.
     *
     * @throws IllegalArgumentException naming the file and its fault
     */
    public static PeerPolicy read(Path file, String service) {
        return read(file, service, text -> () -> {});
    }

    /**
     * The same, with what else the service reads in the file: both are in force, or neither.
     *
     * @param rest reads the file's text, or refuses it with an IllegalArgumentException; what it answers takes up what was read
     */
    public static PeerPolicy read(Path file, String service, Function<byte[], Runnable> rest) {
        return new PeerPolicy(file, text -> PeerTable.parse(text, service), rest);
    }

    /** Reads who is denied everywhere, for a process that asks nobody who connects for a certificate. */
    public static PeerPolicy readDenied(Path file) {
        return new PeerPolicy(file, PeerTable::parseDenied, text -> () -> {});
    }

    /** Whether a process may connect to this service now. */
    public boolean admits(Peer peer) {
        return state.table().admits(peer);
    }

    /** Refuses a process that may not connect to this service now, with a {@link Failure}. */
    public void requireAdmitted(Peer peer) {
        if (!admits(peer)) {
            throw new Failure(
                    Kind.DENIED,
                    "PEER_NOT_ALLOWED",
                    "peer: %s (expected: one that the policy admits here)".formatted(peer.path()),
                    Map.of("peer", peer.path()));
        }
    }

    /** Whether a process is denied everywhere now. */
    public boolean denies(Peer peer) {
        return denies(peer.path());
    }

    /** Whether a client of that name, whose process has that path, is denied everywhere now, whoever acts for it. */
    public boolean denies(String client) {
        return state.table().denied().contains(client);
    }

    /** Has this run, on the thread that found it, each time that another policy has come into force; the answer ends that. */
    public Runnable onChange(Runnable listener) {
        return listeners.add(listener);
    }

    /** Begins to take up changes of the file, until this is closed; for the root of a process, once. */
    public PeerPolicy follow(Telemetry telemetry) {
        LongCounter reloads = telemetry
                .meter()
                .counterBuilder("polyrpc.policy.reloads")
                .setDescription("Changes of the policy file that were seen, by whether they came into force")
                .build();
        ObservableLongGauge unused = telemetry
                .meter()
                .gaugeBuilder("polyrpc.policy.in_force")
                .ofLongs()
                .setDescription("The policy file that is in force, by the SHA-256 of its text")
                .buildWithCallback(gauge -> gauge.record(1, Attributes.of(SHA_256, state.sha256())));
        watch = FileWatch.of(List.of(file), () -> reload(reloads));
        reload(reloads); // what has changed since the file was read
        return this;
    }

    /** Takes up no further change; what is in force stays so. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private synchronized void reload(LongCounter reloads) {
        State now;
        try {
            now = load();
        } catch (IllegalArgumentException e) {
            reloads.add(1, Attributes.of(OUTCOME, "refused"));
            warn(String.valueOf(e.getMessage()));
            return;
        }
        fault = "";
        if (now.sha256().equals(state.sha256())) {
            return;
        }
        state = now;
        now.takeUpRest().run();
        reloads.add(1, Attributes.of(OUTCOME, "taken"));
        LOG.atInfo().addKeyValue("sha256", now.sha256()).log("policy taken up");
        listeners.tell();
    }

    /** Once for each fault, however often the file is looked at. */
    private void warn(String found) {
        if (!found.equals(fault)) {
            fault = found;
            LOG.atWarn().addKeyValue("fault", found).log("policy not taken up, the one before stays in force");
        }
    }

    private State load() {
        try {
            byte[] text = Files.readAllBytes(file);
            return new State(table.apply(text), Hashing.sha256().hashBytes(text).toString(), rest.apply(text));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
