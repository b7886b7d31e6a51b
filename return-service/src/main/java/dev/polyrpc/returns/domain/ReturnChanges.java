package dev.polyrpc.returns.domain;

import java.time.Instant;
import java.util.Optional;

/** What one change of the {@link ReturnStore} may do; sees what the changes before it did. For one thread at a time. */
public interface ReturnChanges {
    /** Reads one return. */
    Optional<ProductReturn> find(String returnId);

    /** Whether a return of this customer, order and product is live. */
    boolean hasLive(String customer, String order, String productId);

    /** Keeps a return that was just opened, and publishes it. */
    void insert(ProductReturn opened);

    /** Keeps the latest change of a return, and publishes it. */
    void append(ProductReturn changed);

    /** Has the step of a return tried (again) when it is due. */
    void schedule(String returnId, Step step, int attempts, Instant due);

    /** How often the scheduled step of a return was tried; empty when none is scheduled. */
    Optional<Integer> attempts(String returnId);

    /** Ends what {@link #schedule} began. */
    void unschedule(String returnId);

    /** Makes all that is scheduled due. */
    void scheduleAll(Instant due);
}
