package dev.polyrpc.benchmark.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The machine that all of it runs on. */
public final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int TICK_MS = 10; // the kernel's USER_HZ is 100 wherever Java runs
    private static final int KIB = 1024;
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int STEAL = 8;

    private Machine() {}

    /** CPU time that processes have used since the start, and other machines took; zero where the system does not tell. */
    static Duration busy() {
        if (!Files.isReadable(STAT)) {
            return Duration.ZERO;
        }
        try (Stream<String> lines = Files.lines(STAT)) {
            // Interrupts are left out: those that our own traffic over loopback causes belong to no process.
            String[] fields = lines.findFirst().orElseThrow().trim().split("\\s+", -1);
            long ticks = ticks(fields, USER) + ticks(fields, NICE) + ticks(fields, SYSTEM) + ticks(fields, STEAL);
            return Duration.ofMillis(ticks * TICK_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPUs that this JVM may use. */
    public static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Share of the machine that others used, where the system tells: what was busy and not ours. */
    static OptionalDouble foreign(Duration busy, Duration ours, Duration wall) {
        if (busy.isZero() || wall.isZero()) {
            return OptionalDouble.empty();
        }
        double others = (double) busy.minus(ours).toNanos() / (wall.toNanos() * (double) cpus());
        return OptionalDouble.of(Math.max(0, others));
    }

    /** System, processor, memory and JDK in one line. */
    public static String description() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return "%s %s %s, %d CPUs%s, %d GiB, %s %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        cpus(),
                        processor(),
                        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"));
    }

    /** Memory that a process holds, as the system counts; zero where it does not tell. */
    public static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long ticks(String[] fields, int column) {
        return column < fields.length ? Long.parseLong(fields[column]) : 0;
    }

    private static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
