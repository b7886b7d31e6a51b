package dev.polyrpc.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done once a transaction has committed. For one thread. */
final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final List<Runnable> actions = new ArrayList<>();

    void add(Runnable action) {
        actions.add(action);
    }

    /** How many there are: where to go back to when what comes next is rolled back. */
    int size() {
        return actions.size();
    }

    void rollBackTo(int size) {
        actions.subList(size, actions.size()).clear();
    }

    /** Does all; the commit stands, whatever becomes of it. */
    void run() {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.atError().setCause(e).log("what follows a commit failed");
            }
        }
        actions.clear();
    }
}
