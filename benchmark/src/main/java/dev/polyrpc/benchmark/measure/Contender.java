package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server with the load that it is given, seen from the inside and from the outside. For use by one thread. */
final class Contender implements AutoCloseable {
    private final Series series;
    private final Load load;
    private final List<ChildProcess> servers;
    private final List<Vitals> vitals = new ArrayList<>();

    Contender(Series series, List<ChildProcess> servers, Load load) throws IOException {
        this.series = series;
        this.servers = List.copyOf(servers);
        this.load = load;
        for (ChildProcess server : servers) {
            vitals.add(Vitals.of(server.pid()));
        }
    }

    Series series() {
        return series;
    }

    Load load() {
        return load;
    }

    Moment moment(Quiet quiet) {
        return new Moment(
                vitals.stream().mapToLong(Vitals::allocated).sum(),
                Machine.busy(),
                quiet.ours(),
                CpuTimes.of(servers),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                LoadSide.now(),
                Duration.ofNanos(System.nanoTime()));
    }

    long residentBytes() {
        return servers.stream()
                .mapToLong(server -> Machine.residentBytes(server.pid()))
                .sum();
    }

    Footprint footprint() throws IOException {
        long heap = 0;
        for (Vitals one : vitals) {
            heap += one.liveHeap();
        }
        return new Footprint(series.server(), residentBytes(), heap);
    }

    @Override
    public void close() throws IOException {
        for (Vitals one : vitals) {
            one.close();
        }
    }

    /** How far all counters are. */
    record Moment(
            long allocated,
            Duration busy,
            Duration ours,
            CpuTimes server,
            Duration loadCpu,
            LoadSide loadSide,
            Duration wall) {}
}
