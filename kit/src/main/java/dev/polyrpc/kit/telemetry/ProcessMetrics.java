package dev.polyrpc.kit.telemetry;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** CPU, memory, threads and open files of this process; asked for only when somebody reads them. */
final class ProcessMetrics {
    private static final AttributeKey<String> MEMORY_TYPE = AttributeKey.stringKey("jvm.memory.type");
    private static final Attributes HEAP = Attributes.of(MEMORY_TYPE, "heap");
    private static final Attributes NON_HEAP = Attributes.of(MEMORY_TYPE, "non_heap");

    private ProcessMetrics() {}

    static void register(Meter meter) {
        memory(meter, "jvm.memory.used", "Memory in use.", MemoryUsage::getUsed);
        memory(meter, "jvm.memory.committed", "Memory taken from the system.", MemoryUsage::getCommitted);
        memory(meter, "jvm.memory.limit", "Most memory that may be taken.", MemoryUsage::getMax);
        meter.counterBuilder("jvm.cpu.time")
                .ofDoubles()
                .setUnit("s")
                .setDescription("CPU time that the process has used.")
                .buildWithCallback(
                        now -> now.record((double) system().getProcessCpuTime() / TimeUnit.SECONDS.toNanos(1)));
        meter.gaugeBuilder("jvm.cpu.recent_utilization")
                .setUnit("1")
                .setDescription("Share of all CPUs that the process has lately used.")
                .buildWithCallback(now -> now.record(system().getProcessCpuLoad()));
        meter.gaugeBuilder("jvm.thread.count")
                .ofLongs()
                .setUnit("{thread}")
                .setDescription("Threads alive.")
                .buildWithCallback(
                        now -> now.record(ManagementFactory.getThreadMXBean().getThreadCount()));
        meter.gaugeBuilder("process.unix.file_descriptor.count")
                .ofLongs()
                .setUnit("{file_descriptor}")
                .setDescription("Files and sockets open.")
                .buildWithCallback(ProcessMetrics::openFiles);
    }

    private static void memory(Meter meter, String name, String description, ToLongFunction<MemoryUsage> value) {
        meter.gaugeBuilder(name)
                .ofLongs()
                .setUnit("By")
                .setDescription(description)
                .buildWithCallback(now -> {
                    var memory = ManagementFactory.getMemoryMXBean();
                    record(now, value.applyAsLong(memory.getHeapMemoryUsage()), HEAP);
                    record(now, value.applyAsLong(memory.getNonHeapMemoryUsage()), NON_HEAP);
                });
    }

    private static void record(ObservableLongMeasurement now, long bytes, Attributes type) {
        if (bytes >= 0) { // -1: there is no limit
            now.record(bytes, type);
        }
    }

    private static void openFiles(ObservableLongMeasurement now) {
        if (system() instanceof UnixOperatingSystemMXBean unix) {
            now.record(unix.getOpenFileDescriptorCount());
        }
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
}
