package dev.polyrpc.returns;

import dev.polyrpc.returns.domain.ReturnState;
import dev.polyrpc.returns.domain.ReturnStore;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** How the business goes, counted when it is asked for. */
final class ReturnMetrics implements AutoCloseable {
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");

    private final ReturnStore store;
    private final Clock clock;
    private final ObservableLongGauge returns;
    private final ObservableDoubleGauge oldest;

    ReturnMetrics(Meter meter, ReturnStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.returns = meter.gaugeBuilder("polyrpc.returns")
                .ofLongs()
                .setDescription("Returns by state")
                .buildWithCallback(this::countReturns);
        this.oldest = meter.gaugeBuilder("polyrpc.quarantine.oldest_age")
                .setUnit("s")
                .setDescription("Age of the oldest return that waits for inspection; 0 when none does")
                .buildWithCallback(this::measureOldest);
    }

    @Override
    public void close() {
        returns.close();
        oldest.close();
    }

    private void countReturns(ObservableLongMeasurement gauge) {
        for (Map.Entry<ReturnState, Long> count : store.countByState().entrySet()) {
            gauge.record(count.getValue(), Attributes.of(STATE, count.getKey().name()));
        }
    }

    private void measureOldest(ObservableDoubleMeasurement gauge) {
        gauge.record(store.oldestInQuarantine()
                .map(since -> Duration.between(since, clock.instant()).toMillis() / 1_000.0)
                .orElse(0.0));
    }
}
