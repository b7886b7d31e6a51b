package dev.polyrpc.token;

import dev.polyrpc.kit.file.FileWatch;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.token.domain.Audit;
import dev.polyrpc.token.domain.DatedKey;
import dev.polyrpc.token.domain.KeySchedule;
import dev.polyrpc.token.domain.KeyState;
import dev.polyrpc.token.outbound.file.SigningKeyFolder;
import dev.polyrpc.token.outbound.jose.SigningKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the signing keys in step with their folder: takes up new ones, removes the file of one that no token needs any more,
 * and tells the audit and the metrics. A folder with a fault changes nothing. Safe for use by many threads.
 */
final class SigningKeyRotation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRotation.class);
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> KID = AttributeKey.stringKey("kid");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SigningKeyFolder folder;
    private final SigningKeys keys;
    private final Duration lead;
    private final Clock clock;
    private final Audit audit;
    private final LongCounter reloads;
    private final ObservableLongGauge gauge;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("signing-keys"));
    private final FileWatch watch;
    private Map<String, KeyState> told = Map.of(); // this and the fault: guarded by this
    private String fault = "";

    private SigningKeyRotation(
            SigningKeyFolder folder, SigningKeys keys, Duration lead, Clock clock, Audit audit, Meter meter) {
        this.folder = folder;
        this.keys = keys;
        this.lead = lead;
        this.clock = clock;
        this.audit = audit;
        this.reloads = meter.counterBuilder("polyrpc.token.signing_key.reloads")
                .setDescription("Times that the folder of signing keys changed, by outcome: taken, or kept as it was")
                .build();
        this.gauge = meter.gaugeBuilder("polyrpc.token.signing_key")
                .ofLongs()
                .setDescription("Signing keys in use, by state: published, signs or retired")
                .buildWithCallback(now -> keys.states()
                        .forEach((id, state) -> now.record(1, Attributes.of(KID, id, STATE, name(state)))));
        this.watch = FileWatch.of(List.of(folder.path()), this::reload);
        reload(); // what came between the first reading and the watch
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to follow the folder. */
    static SigningKeyRotation start(
            SigningKeyFolder folder, SigningKeys keys, Duration lead, Clock clock, Audit audit, Meter meter) {
        return new SigningKeyRotation(folder, keys, lead, clock, audit, meter);
    }

    @Override
    public void close() {
        watch.close();
        timer.shutdownNow();
        gauge.close();
    }

    private synchronized void reload() {
        try {
            List<DatedKey> found = folder.read();
            if (found.isEmpty()) {
                throw new IOException(folder.path() + ": holds no key");
            }
            fault = "";
            if (!found.equals(keys.schedule().keys())) {
                keys.replace(new KeySchedule(found, lead));
                reloads.add(1, Attributes.of(OUTCOME, "taken"));
            }
        } catch (IOException e) {
            keep(String.valueOf(e.getMessage()));
        }
        tell();
    }

    /** Once for each fault, however often the folder is looked at. */
    private void keep(String found) {
        if (!found.equals(fault)) {
            fault = found;
            reloads.add(1, Attributes.of(OUTCOME, "kept"));
            LOG.atWarn().addKeyValue("fault", found).log("signing keys: a fault in their folder, those known go on");
        }
    }

    private synchronized void look() {
        try {
            for (DatedKey ended : keys.schedule().ended(clock.instant())) {
                folder.remove(ended);
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("cause", String.valueOf(e)).log("signing keys: one that has ended stays");
        }
        tell();
    }

    private void tell() {
        Map<String, KeyState> now = keys.states();
        now.forEach((id, state) -> {
            if (told.get(id) != state) {
                audit.signingKey(id, name(state));
            }
        });
        told.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> audit.signingKey(id, "removed"));
        told = now;
    }

    private static String name(KeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
