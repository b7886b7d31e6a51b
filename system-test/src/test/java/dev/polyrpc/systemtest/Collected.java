package dev.polyrpc.systemtest;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps what a stream answers until it ends. */
final class Collected<T> implements StreamObserver<T> {
    private final List<T> answers = new ArrayList<>();
    private final CompletableFuture<List<T>> end = new CompletableFuture<>();

    @Override
    public synchronized void onNext(T answer) {
        answers.add(answer);
    }

    @Override
    public synchronized void onError(Throwable error) {
        end.completeExceptionally(error);
    }

    @Override
    public synchronized void onCompleted() {
        end.complete(List.copyOf(answers));
    }

    /** The answers so far. */
    synchronized List<T> soFar() {
        return List.copyOf(answers);
    }

    /** All answers, once the stream has ended well. */
    List<T> all(Duration limit) {
        try {
            return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the stream did not end well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a stream", e);
        }
    }
}
