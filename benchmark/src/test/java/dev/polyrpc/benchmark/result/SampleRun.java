package dev.polyrpc.benchmark.result;

import dev.polyrpc.benchmark.measure.Footprint;
import dev.polyrpc.benchmark.measure.Latency;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Cell;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a run by hand, three rounds of each series. For use by one thread. */
public final class SampleRun {
    private final List<Window> windows = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    /** A server at its peak at GET: calls a second, and CPU microseconds for each. */
    public SampleRun peak(String server, Role role, Wire wire, double perSecond, double cpuMicros) {
        return add(new Series(server, role, cell(role, wire), Work.GET, Mode.PEAK, 0), perSecond, cpuMicros, 0, 0);
    }

    /** As that, while others use the machine too. */
    public SampleRun disturbedPeak(String server, Role role, Wire wire, double perSecond, double cpuMicros) {
        return add(new Series(server, role, cell(role, wire), Work.GET, Mode.PEAK, 0), perSecond, cpuMicros, 0, 0.5);
    }

    /** A server asked for so many calls a second. */
    public SampleRun open(String server, Role role, Wire wire, int rate, double p50) {
        return add(new Series(server, role, cell(role, wire), Work.GET, Mode.RATE, rate), rate, 10, p50, 0);
    }

    /** A probe's reading. */
    public SampleRun reading(Reading reading) {
        readings.add(reading);
        return this;
    }

    /** A server's memory. */
    public SampleRun footprint(Footprint footprint) {
        footprints.add(footprint);
        return this;
    }

    /** All of it. */
    public Run run() {
        return new Run(
                new RunInfo(
                        "scripts/bench",
                        "2026-01-31T10:15:00Z",
                        "a <small> machine",
                        Map.of("libthrift", "0.25"),
                        "some"),
                windows,
                footprints,
                readings,
                Map.of("get", 60.0));
    }

    private SampleRun add(Series series, double perSecond, double cpuMicros, double p50, double foreign) {
        for (int round = 1; round <= 3; round++) {
            double off = 1 + (round - 2) * 0.01;
            Latency latency = p50 == 0 ? null : new Latency(p50, p50 * 2, p50 * 4, p50 * 8, p50 * 16);
            windows.add(new Window(
                    series,
                    round,
                    perSecond * off,
                    cpuMicros * off,
                    5,
                    4_000,
                    100,
                    200,
                    latency,
                    0,
                    0.9,
                    0.7,
                    1 << 28,
                    foreign));
        }
        return this;
    }

    private static Cell cell(Role role, Wire wire) {
        return new Cell(wire, role == Role.FLOOR ? Security.PLAINTEXT : Security.TOKEN);
    }
}
