package dev.polyrpc.kit.testing;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a streamed or asynchronous call answered. Safe for use by many threads. */
public final class RecordedAnswers<T> implements StreamObserver<T> {
    private static final long PATIENCE_S = 10;

    private final List<T> values = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

    /** The messages so far. */
    public List<T> values() {
        return List.copyOf(values);
    }

    /** Waits for the end of the call: what it failed with, or null. */
    public @Nullable Throwable failure() throws InterruptedException {
        try {
            return end.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the call did not end within %d s".formatted(PATIENCE_S), e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onNext(T value) {
        values.add(value);
    }

    @Override
    public void onError(Throwable problem) {
        end.complete(problem);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }
}
