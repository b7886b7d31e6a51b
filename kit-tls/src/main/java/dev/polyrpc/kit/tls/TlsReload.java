package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.file.FileWatch;
import dev.polyrpc.kit.process.DaemonThreads;
import io.opentelemetry.api.metrics.Meter;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an identity as its files are; what is wrong with them is logged once. Safe for use by many threads. */
public final class TlsReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
    /** A certificate that is not valid yet becomes so without any change of its file. */
    private static final long AGAIN_S = 2;

    private final TlsIdentity identity;
    private final TlsMetrics metrics;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("tls-reload"));
    private final FileWatch watch;
    private String fault = ""; // this and what follows: guarded by this
    private boolean warned;

    private TlsReload(TlsIdentity identity, Meter meter) {
        this.identity = identity;
        this.metrics = new TlsMetrics(identity, meter);
        this.watch = FileWatch.of(identity.files().paths(), this::reload);
    }

    static TlsReload start(TlsIdentity identity, Meter meter) {
        TlsReload reload = new TlsReload(identity, meter);
        ScheduledFuture<?> unused =
                reload.timer.scheduleWithFixedDelay(reload::lookAgain, 0, AGAIN_S, TimeUnit.SECONDS);
        reload.reload(); // what has changed since the identity was read
        return reload;
    }

    /** Takes up nothing more. */
    @Override
    public void close() {
        watch.close();
        timer.shutdownNow();
        metrics.close();
    }

    private synchronized void lookAgain() {
        if (!fault.isEmpty()) {
            reload();
        }
        warnOfExpiry();
    }

    /** Takes up what the files hold, if it is good. */
    synchronized void reload() {
        try {
            TlsState found = identity.files().read();
            fault = "";
            if (!found.isSameAs(identity.state())) {
                take(found);
            }
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private void take(TlsState found) {
        identity.take(found);
        warned = false;
        metrics.taken();
        LOG.atInfo()
                .addKeyValue("serial", TlsMetrics.serial(found.credential().leaf()))
                .addKeyValue("expires", found.credential().leaf().getNotAfter().toInstant())
                .addKeyValue("authorities", found.authorities().size())
                .log("certificates taken up");
    }

    private void refuse(String found) {
        if (!found.equals(fault)) {
            fault = found;
            metrics.refused();
            LOG.atWarn().addKeyValue("fault", found).log("certificates not taken up: the last good ones stay");
        }
    }

    private void warnOfExpiry() {
        String warning = identity.expiry().warning();
        if (!warned && !warning.isEmpty()) {
            warned = true;
            LOG.atWarn().addKeyValue("fault", warning).log("certificates end soon");
        }
    }
}
