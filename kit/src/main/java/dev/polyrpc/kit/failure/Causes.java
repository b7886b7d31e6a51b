package dev.polyrpc.kit.failure;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Looks behind what futures wrap problems in. */
public final class Causes {
    private Causes() {}

    /** What went wrong: the first cause that is not a future's own exception, or the innermost of those. */
    public static Throwable unwrapped(Throwable problem) {
        Throwable inner = problem;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
