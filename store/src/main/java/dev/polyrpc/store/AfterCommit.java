package dev.polyrpc.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done once a transaction is over. For one thread. */
final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final List<Runnable> actions = new ArrayList<>();
    private final List<Runnable> inAnyCase = new ArrayList<>();

    void add(Runnable action) {
        actions.add(action);
    }

    /** Of the whole transaction, also where the work that says so is rolled back alone. */
    void addInAnyCase(Runnable action) {
        inAnyCase.add(action);
    }

    /** How many there are: where to go back to when what comes next is rolled back. */
    int size() {
        return actions.size();
    }

    void rollBackTo(int size) {
        actions.subList(size, actions.size()).clear();
    }

    /** The transaction stands: does all, last what is done in any case. */
    void committed() {
        run(actions);
        run(inAnyCase);
    }

    /** The transaction is gone. */
    void rolledBack() {
        rollBackTo(0);
        run(inAnyCase);
    }

    private static void run(List<Runnable> actions) {
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
