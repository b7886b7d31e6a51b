package dev.polyrpc.kit.tls;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear of a change; one that fails is logged, and keeps nobody else from hearing. Safe for use by many threads. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Runnable> all = new CopyOnWriteArrayList<>();

    /** The answer ends it. */
    Runnable add(Runnable listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    void tell() {
        for (Runnable listener : all) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a change was taken up, but not by all");
            }
        }
    }
}
