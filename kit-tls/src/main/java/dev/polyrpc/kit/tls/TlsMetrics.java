package dev.polyrpc.kit.tls;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** What a process shows and trusts, and until when: a script sees here that it has taken a change up. */
final class TlsMetrics implements AutoCloseable {
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final Attributes TAKEN = Attributes.of(OUTCOME, "taken");
    private static final Attributes REFUSED = Attributes.of(OUTCOME, "refused");
    private static final AttributeKey<String> SERIAL = AttributeKey.stringKey("serial");
    private static final AttributeKey<String> THUMBPRINT = AttributeKey.stringKey("thumbprint");
    private static final AttributeKey<String> SHA256 = AttributeKey.stringKey("sha256");

    private final TlsIdentity identity;
    private final LongCounter reloads;
    private final List<AutoCloseable> gauges;

    TlsMetrics(TlsIdentity identity, Meter meter) {
        this.identity = identity;
        this.reloads = meter.counterBuilder("polyrpc.tls.reloads")
                .setDescription("Changes of the certificate files, by whether they were taken up.")
                .build();
        reloads.add(0, TAKEN);
        reloads.add(0, REFUSED);
        this.gauges = List.of(
                gauge(
                        meter,
                        "leaf.expiry",
                        "s",
                        "When the certificate ends, in unix time.",
                        now -> now.record(seconds(identity.leaf()))),
                gauge(
                        meter,
                        "authority.expiry",
                        "s",
                        "When the first of the authorities ends, in unix time.",
                        now -> now.record(identity.state().authorities().stream()
                                .map(TlsMetrics::seconds)
                                .min(Comparator.naturalOrder())
                                .orElseThrow())),
                gauge(meter, "leaf", "", "The certificate that is shown.", this::leaf),
                gauge(meter, "authority", "", "An authority that is trusted.", this::authorities));
    }

    /** As openssl and browsers print it. */
    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    void taken() {
        reloads.add(1, TAKEN);
    }

    void refused() {
        reloads.add(1, REFUSED);
    }

    @Override
    public void close() {
        for (AutoCloseable gauge : gauges) {
            try {
                gauge.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void leaf(ObservableLongMeasurement now) {
        X509Certificate leaf = identity.leaf();
        now.record(1, Attributes.of(SERIAL, serial(leaf), THUMBPRINT, Thumbprint.of(leaf)));
    }

    private void authorities(ObservableLongMeasurement now) {
        identity.state()
                .authorities()
                .forEach(authority -> now.record(1, Attributes.of(SHA256, Thumbprint.hex(authority))));
    }

    private static long seconds(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().getEpochSecond();
    }

    private static AutoCloseable gauge(
            Meter meter, String name, String unit, String description, Consumer<ObservableLongMeasurement> value) {
        return meter.gaugeBuilder("polyrpc.tls." + name)
                .ofLongs()
                .setUnit(unit)
                .setDescription(description)
                .buildWithCallback(value);
    }
}
