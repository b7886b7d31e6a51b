package dev.polyrpc.kit.file;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class FileWatchTest {
    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private @Nullable FileWatch watch;

    @AfterEach
    void close() throws InterruptedException {
        writer.shutdownNow();
        assertThat(writer.awaitTermination(10, SECONDS)).isTrue();
        if (watch != null) {
            watch.close();
        }
    }

    @Test
    void fileWritten_isTold() throws Exception {
        watch(file("a"));
        Files.writeString(file("a"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void fileReplacedByRename_isTold() throws Exception {
        Files.writeString(file("a"), "1");
        watch(file("a"));
        Files.writeString(file("new"), "1");
        Files.move(file("new"), file("a"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void fileDeleted_isTold() throws Exception {
        Files.writeString(file("a"), "1");
        watch(file("a"));
        Files.delete(file("a"));
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void anotherFileOfTheFolder_isNotTold() throws Exception {
        watch(file("a"));
        Files.writeString(file("b"), "1");
        Files.writeString(file("a"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
        assertThat(told.poll(1, SECONDS)).isNull();
    }

    @Test
    void folderAmongTheFiles_standsForAllInIt() throws Exception {
        Path keys = Files.createDirectory(file("keys"));
        watch(keys);
        Files.writeString(keys.resolve("one"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    /** A log beside the file, as in each folder that a process also writes into. */
    @Test
    void fileBesideABusyOne_isTold() throws Exception {
        watch(file("a"));
        keepWriting(file("log"));
        Files.writeString(file("a"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
        assertThat(told.poll(1, SECONDS)).as("told of the other file").isNull();
    }

    @Test
    void folderBesideABusyFile_isTold() throws Exception {
        Path keys = Files.createDirectory(file("keys"));
        watch(keys);
        keepWriting(file("log"));
        Files.writeString(keys.resolve("one"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    /** What is looked at from time to time, as no event tells of it, is looked at whatever else happens. */
    @Test
    void symbolicLinkSwappedBesideABusyFile_isTold() throws Exception {
        Path seen = linked();
        watch(seen);
        keepWriting(seen.resolveSibling("log"));
        swap();
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void fileThatIsNeverQuiet_isTold() throws Exception {
        watch(file("a"));
        keepWriting(file("a"));
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void folderThatGoesAndComesBack_isTold() throws Exception {
        Path keys = Files.createDirectory(file("keys"));
        watch(keys);
        Files.delete(keys);
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
        Files.createDirectory(keys);
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
        Files.writeString(keys.resolve("one"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void folderThatComesLater_isTold() throws Exception {
        Path keys = file("keys");
        watch(keys.resolve("one"));
        Files.createDirectory(keys);
        Files.writeString(keys.resolve("one"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    /** As Kubernetes swaps secrets: no event comes from the folder that the file seems to be in. */
    @Test
    void symbolicLinkSwapped_isTold() throws Exception {
        watch(linked());
        swap();
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    @Test
    void manyChangesWhileTold_areToldOnceMore() throws Exception {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        watch = FileWatch.of(List.of(file("a")), () -> {
            told.add("running " + running.incrementAndGet());
            await(go);
            running.decrementAndGet();
        });
        Files.writeString(file("a"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("running 1");
        for (int change = 0; change < 100; change++) {
            Files.writeString(file("a"), String.valueOf(change));
        }
        go.countDown();
        assertThat(told.poll(10, SECONDS)).isEqualTo("running 1");
        assertThat(told.poll(1, SECONDS)).isNull();
    }

    @Test
    void failureOfTheListener_endsNothing() throws Exception {
        AtomicInteger times = new AtomicInteger();
        watch = FileWatch.of(List.of(file("a")), () -> {
            told.add("changed");
            if (times.getAndIncrement() == 0) {
                throw new IllegalStateException("the first time");
            }
        });
        Files.writeString(file("a"), "1");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
        Files.writeString(file("a"), "22");
        assertThat(told.poll(10, SECONDS)).isEqualTo("changed");
    }

    private Path linked() throws IOException {
        Files.writeString(Files.createDirectories(file("old")).resolve("a"), "1");
        Files.writeString(Files.createDirectories(file("new")).resolve("a"), "2");
        Files.createSymbolicLink(file("data"), file("old"));
        Path seen = Files.createDirectory(file("mount")).resolve("a");
        return Files.createSymbolicLink(seen, file("data").resolve("a"));
    }

    private void swap() throws IOException {
        Files.createSymbolicLink(file("swap"), file("new"));
        Files.move(file("swap"), file("data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** More often than what counts as quiet. */
    private void keepWriting(Path file) {
        ScheduledFuture<?> unused = writer.scheduleAtFixedRate(() -> append(file), 0, 10, MILLISECONDS);
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "line\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(Path file) {
        watch = FileWatch.of(List.of(file), () -> told.add("changed"));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
