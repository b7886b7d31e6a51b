package dev.polyrpc.benchmark.measure;

import java.util.function.ToDoubleFunction;

/** A figure of a window. */
public enum Metric {
    /** Calls or messages a second. */
    PER_SECOND("per second", "", "%,.0f", true),
    /** The figure of record: what the server's processes took for each. */
    SERVER_CPU("server CPU", "us", "%.1f", false),
    /** What the load side took for each. */
    LOAD_CPU("load CPU", "us", "%.1f", false),
    /** What the server allocated for each. */
    ALLOCATED("allocated", "B", "%,.0f", false),
    /** Bytes in both directions for each. */
    ON_THE_WIRE("on the wire", "B", "%,.0f", false),
    /** Half of the calls took at most so long. */
    P50("p50", "us", "%,.0f", false),
    /** All but one call of a hundred took at most so long. */
    P99("p99", "us", "%,.0f", false),
    /** All but one call of a thousand took at most so long. */
    P999("p99.9", "us", "%,.0f", false),
    /** Memory that the server's processes held. */
    RESIDENT("memory", "MiB", "%,.0f", false);

    private static final double MIB = 1 << 20;
    private static final double DIGITS = 1_000; // more of them say nothing

    private final String text;
    private final String unit;
    private final String form;
    private final boolean moreIsBetter;

    Metric(String text, String unit, String form, boolean moreIsBetter) {
        this.text = text;
        this.unit = unit;
        this.form = form;
        this.moreIsBetter = moreIsBetter;
    }

    /** Of a window; NaN or zero where it has none. */
    public double of(Window window) {
        return switch (this) {
            case PER_SECOND -> window.perSecond();
            case SERVER_CPU -> window.serverCpuMicros();
            case LOAD_CPU -> window.loadCpuMicros();
            case ALLOCATED -> window.allocatedBytes();
            case ON_THE_WIRE -> window.sentBytes() + window.receivedBytes();
            case P50 -> latency(window, Latency::p50);
            case P99 -> latency(window, Latency::p99);
            case P999 -> latency(window, Latency::p999);
            case RESIDENT -> window.residentBytes() / MIB;
        };
    }

    /** Whether more is better. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** A value with as many digits as it deserves: three at most. */
    public String format(double number) {
        double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.abs(number))) - 2));
        return form.formatted(number < DIGITS ? number : Math.rint(number / step) * step);
    }

    /** For people: what it is, and its unit. */
    @Override
    public String toString() {
        return unit.isEmpty() ? text : text + " " + unit;
    }

    private static double latency(Window window, ToDoubleFunction<Latency> share) {
        Latency latency = window.latency();
        return latency == null ? Double.NaN : share.applyAsDouble(latency);
    }
}
