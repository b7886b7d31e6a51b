package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.measure.Vitals;
import dev.polyrpc.benchmark.stack.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a JVM spends its time and what it allocates, as its own flight recorder samples it. For use by one thread. */
public final class Profile {
    private static final String NATIVE = "jdk.NativeMethodSample";
    private static final String JAVA = "jdk.ExecutionSample";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    private static final String OURS = "dev.polyrpc.";
    private static final int ROWS = 18;
    private static final Set<String> WAITING = Set.of("epollWait", "epollWait0", "wait", "poll", "accept", "read0");

    private final Map<String, Double> packages = new HashMap<>();
    private final Map<String, Double> frames = new HashMap<>();
    private final Map<String, Double> ours = new HashMap<>();
    private final Map<String, Double> allocating = new HashMap<>();
    private final Map<String, Double> allocated = new HashMap<>();

    private final Flames flames = new Flames("");
    private final Set<Long> seen = new HashSet<>();

    private Profile() {}

    /** Records a process under load for a while, after a lead that is left out. */
    public static Profile of(ChildProcess process, Load load, Duration lead, Duration length)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("polyrpc-", ".jfr");
        try (Vitals vitals = Vitals.of(process.pid())) {
            load.begin();
            pass(lead);
            vitals.command("jfrStart", "name=bench", "settings=profile");
            pass(length);
            vitals.command("jfrStop", "name=bench", "filename=" + file);
            load.end();
            return read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void pass(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Profile read(Path file) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                profile.add(recording.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
            return;
        }
        List<RecordedFrame> stack = event.getStackTrace().getFrames();
        String type = event.getEventType().getName();
        if (type.equals(JAVA) || (type.equals(NATIVE) && !waits(stack.get(0)))) {
            count(packages, packageOf(stack.get(0)), 1);
            count(frames, Flames.name(stack.get(0)), 1);
            count(ours, nearest(stack), 1);
            flames.add(stack);
        } else if (type.equals(ALLOCATION)) {
            if (event.getThread() == null || seen.add(event.getThread().getId())) {
                return; // a thread's first sample weighs as much as all that it had allocated before
            }
            double bytes = (double) event.getLong("weight");
            count(allocating, nearest(stack), bytes);
            count(allocated, event.getClass("objectClass").getName(), bytes);
        }
    }

    /** A thread that waits in a native method is sampled as if it worked. */
    private static boolean waits(RecordedFrame top) {
        return WAITING.contains(top.getMethod().getName());
    }

    /** A page with the stacks that ran, the widest took most. */
    public String flames() {
        return flames.page();
    }

    /** All tables. */
    @Override
    public String toString() {
        return String.join(
                "\n",
                table("CPU by package of the method that runs", packages),
                table("CPU by the nearest method of ours above it", ours),
                table("CPU by method", frames),
                table("Allocation by the nearest method of ours", allocating),
                table("Allocation by class", allocated));
    }

    private static String table(String title, Map<String, Double> shares) {
        double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        Table table = new Table(title, "share");
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(ROWS)
                .forEach(row -> table.row(row.getKey(), "%.1f %%".formatted(row.getValue() / all * 100)));
        return table.toString();
    }

    private static void count(Map<String, Double> shares, String key, double weight) {
        shares.merge(key, weight, Double::sum);
    }

    private static String nearest(List<RecordedFrame> stack) {
        return stack.stream()
                .map(Flames::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .orElse("(none: gRPC, TLS and the event loop themselves)");
    }

    private static String packageOf(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        int end = type.lastIndexOf('.');
        return end < 0 ? type : type.substring(0, end);
    }
}
