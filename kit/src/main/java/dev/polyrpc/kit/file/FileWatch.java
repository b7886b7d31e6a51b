package dev.polyrpc.kit.file;

import dev.polyrpc.kit.process.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files change, or appear, or go; a folder among them stands for all files in it. What happens within a moment
 * is told once, and never while the last telling still runs. Safe for use by many threads.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    /** A file seldom changes alone: a key comes right before its certificate. */
    private static final Duration QUIET = Duration.ofMillis(50);
    /** A file that is written all the time is told of all the same. */
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** Events get lost, and a folder behind a symbolic link that is swapped sends none. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final List<Path> files;
    private final Runnable changed;
    private final @Nullable WatchService events;
    private List<WatchKey> watched = List.of(); // this and what follows: of the thread alone
    private FileStamps seen;
    private boolean named; // whether an event has named one of the files since the last telling

    private final Thread thread;
    private volatile boolean closed;

    private FileWatch(List<Path> files, Runnable changed) {
        this.files = files;
        this.changed = changed;
        this.events = events();
        register();
        this.seen = FileStamps.of(files); // before this returns, so that no later change is missed
        this.thread = DaemonThreads.named("file-watch").newThread(this::run);
    }

    /** Begins to watch; the changes are told on a thread of the watch's own. */
    public static FileWatch of(Collection<Path> files, Runnable changed) {
        return start(files, changed, false);
    }

    /** The same, and tells soon for the first time, as if the files had changed: so nothing is missed that came before this. */
    public static FileWatch fromNow(Collection<Path> files, Runnable changed) {
        return start(files, changed, true);
    }

    private static FileWatch start(Collection<Path> files, Runnable changed, boolean asChanged) {
        FileWatch watch = new FileWatch(files.stream().map(Path::toAbsolutePath).toList(), changed);
        watch.named = asChanged;
        watch.thread.start();
        return watch;
    }

    /** Tells nothing more; waits a moment for a telling that runs. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (events != null) {
                events.close();
            }
            if (Thread.currentThread() != thread) {
                thread.join(LOOK.toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (awaitOurs(LOOK)) {
                    awaitQuiet();
                }
                register(); // before the look, so that nothing falls between the two
                FileStamps now = FileStamps.of(files);
                if (named || !now.equals(seen)) { // what is written twice in a tick of the clock may look the same
                    seen = now;
                    named = false;
                    tell();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
        }
    }

    /** Waits until our files are left alone for a moment; not for long where they never are. */
    private void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (awaitOurs(QUIET) && System.nanoTime() < end) {}
    }

    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("files", files).setCause(e).log("what watches these files failed");
        }
    }

    /** Whether something happened to our files, at the latest after this long; what happens beside them prolongs nothing. */
    private boolean awaitOurs(Duration most) throws InterruptedException {
        if (events == null) {
            Thread.sleep(most.toMillis());
            return false;
        }
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); left > 0; left = end - System.nanoTime()) {
            WatchKey key = events.poll(left, TimeUnit.NANOSECONDS);
            if (key != null && isOurs(key)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(WatchKey key) {
        Path folder = (Path) key.watchable();
        List<WatchEvent<?>> happened = key.pollEvents();
        boolean ours = happened.stream().anyMatch(event -> isOurs(folder, event));
        named |= ours;
        return !key.reset() // the folder is gone
                || ours
                || happened.stream().anyMatch(event -> event.kind() == StandardWatchEventKinds.OVERFLOW);
    }

    private boolean isOurs(Path folder, WatchEvent<?> event) {
        return event.context() instanceof Path file && (files.contains(folder) || files.contains(folder.resolve(file)));
    }

    /** Watches the folders that matter now, and no others; one that was moved away is not what its name stands for now. */
    private void register() {
        if (events == null) {
            return;
        }
        Map<Path, WatchKey> now = new HashMap<>();
        for (Path folder : FileStamps.folders(files)) {
            try {
                now.put(folder, folder.register(events, KINDS));
            } catch (IOException e) {
                // not there yet: looked at from time to time
            }
        }
        watched.stream().filter(key -> !now.containsValue(key)).forEach(WatchKey::cancel);
        watched = List.copyOf(now.values());
    }

    /** Null where the system gives no more: then the files are looked at from time to time. */
    private static @Nullable WatchService events() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no file events: files are looked at instead");
            return null;
        }
    }
}
