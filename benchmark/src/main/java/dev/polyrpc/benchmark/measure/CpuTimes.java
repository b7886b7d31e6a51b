package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.stack.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time of processes so far: to the nanosecond where the system counts so for each thread, else to its ticks of 10 ms, which
 * say little of a server that was asked for a few calls. Immutable.
 *
 * @param nanos by thread; empty where the system does not tell
 * @param total in ticks
 */
record CpuTimes(Map<Path, Long> nanos, Duration total) {
    static CpuTimes of(List<ChildProcess> processes) {
        Map<Path, Long> nanos = new HashMap<>();
        processes.forEach(process -> add(process.pid(), nanos));
        return new CpuTimes(nanos, processes.stream().map(ChildProcess::cpu).reduce(Duration.ZERO, Duration::plus));
    }

    /** What was used since then; a thread that has ended since is left out. */
    Duration since(CpuTimes before) {
        if (nanos.isEmpty() || before.nanos.isEmpty()) {
            return total.minus(before.total);
        }
        return Duration.ofNanos(nanos.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.nanos.getOrDefault(thread.getKey(), 0L))
                .sum());
    }

    private static void add(long pid, Map<Path, Long> nanos) {
        Path tasks = Path.of("/proc/%d/task".formatted(pid));
        if (!Files.isDirectory(tasks)) {
            return;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                read(thread.resolve("schedstat"), nanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file, Map<Path, Long> nanos) {
        try {
            String text = Files.readString(file);
            nanos.put(file, Long.parseLong(text.substring(0, text.indexOf(' '))));
        } catch (IOException ended) {
            return; // the thread, since its folder was listed; or a system that does not count
        }
    }
}
