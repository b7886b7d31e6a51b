package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import java.io.Serial;

/** A failure and the backend that it came from. */
public final class BackendFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String backend;
    private final Failure failure;

    /** Makes the failure of a call to {@code backend}. */
    public BackendFailure(String backend, Failure failure) {
        super(failure.getMessage(), failure, false, false);
        this.backend = backend;
        this.failure = failure;
    }

    /** Name of the backend, for example {@code product-mgmt}. */
    public String backend() {
        return backend;
    }

    /** What it refused, or how it could not be reached. */
    public Failure failure() {
        return failure;
    }
}
