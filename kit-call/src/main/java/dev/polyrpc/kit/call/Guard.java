package dev.polyrpc.kit.call;

import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;

/**
 * What a service asks of whoever calls it, how long it serves a call, and where it tells of it: the same over every wire.
 * Immutable.
 *
 * @param identity the certificate that its ports show, and the authorities that they trust
 * @param peers which processes may connect
 * @param verifier says which tokens are good
 * @param telemetry where the metrics of the calls go
 * @param accessLog where the lines about calls go
 * @param requestTimeout the longest that a call may take that ends with one answer, whatever its caller would wait
 * @param drainTimeout how long calls may go on once the service closes
 */
public record Guard(
        TlsIdentity identity,
        PeerPolicy peers,
        TokenVerifier verifier,
        OpenTelemetry telemetry,
        AccessLog accessLog,
        Duration requestTimeout,
        Duration drainTimeout) {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    /** One that measures nothing, logs a part of the calls, and gives them 30 s, and 10 s at the end. */
    public static Guard of(TlsIdentity identity, PeerPolicy peers, TokenVerifier verifier) {
        return new Guard(
                identity,
                peers,
                verifier,
                OpenTelemetry.noop(),
                AccessLog.of(AccessLog.Mode.SAMPLED),
                REQUEST_TIMEOUT,
                DRAIN_TIMEOUT);
    }

    /** The same with metrics. */
    public Guard measuredBy(Telemetry metrics) {
        return new Guard(identity, peers, verifier, metrics.openTelemetry(), accessLog, requestTimeout, drainTimeout);
    }

    /** The same with another log. */
    public Guard accessLog(AccessLog log) {
        return new Guard(identity, peers, verifier, telemetry, log, requestTimeout, drainTimeout);
    }

    /** The same with other limits. */
    public Guard timeouts(Duration request, Duration drain) {
        return new Guard(identity, peers, verifier, telemetry, accessLog, request, drain);
    }
}
