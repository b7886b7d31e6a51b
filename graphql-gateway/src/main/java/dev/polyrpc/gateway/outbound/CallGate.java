package dev.polyrpc.gateway.outbound;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.RecentCalls;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every call to one backend passes, whatever its wire: it gets what is left of its request's time, ends with its request,
 * and fails as one of that backend. Safe for use by many threads.
 */
public final class CallGate {
    private final String backend;
    private final Duration most;
    private final Function<Throwable, Failure> failures;
    private final RecentCalls recent = new RecentCalls(System::nanoTime);

    /**
     * Makes a gate.
     *
     * @param backend the backend's name, as clients are told it
     * @param most the most that one call may take
     * @param failures says what a call of that wire has failed with
     */
    public CallGate(String backend, Duration most, Function<Throwable, Failure> failures) {
        this.backend = backend;
        this.most = most;
        this.failures = failures;
    }

    /**
     * Makes a call for a request.
     *
     * @param begin begins it, with the time that it has; cancelling what it gives cancels the call
     */
    public <A> CompletableFuture<A> call(RequestScope scope, Function<Duration, CompletableFuture<A>> begin) {
        long began = System.nanoTime();
        CompletableFuture<A> call;
        try {
            call = begin.apply(time(scope));
        } catch (Failure refused) {
            return CompletableFuture.failedFuture(new BackendFailure(backend, refused));
        }
        CompletableFuture<A> answer = call.handle((value, thrown) -> ended(value, thrown, began));
        scope.cancellation().covers(call);
        return answer;
    }

    /** What became of the calls that ended by themselves. */
    public RecentCalls recent() {
        return recent;
    }

    /** What a call to the backend has failed with. */
    public BackendFailure failure(Throwable thrown) {
        Failure failure = thrown instanceof CancellationException ? abandoned() : failures.apply(thrown);
        return new BackendFailure(backend, failure);
    }

    private Duration time(RequestScope scope) {
        if (scope.cancellation().isCancelled()) {
            throw abandoned();
        }
        return scope.budget().forCall(most);
    }

    private <A> A ended(A answer, @Nullable Throwable thrown, long began) {
        BackendFailure failure = thrown == null ? null : failure(thrown);
        if (!(thrown instanceof CancellationException)) {
            recent.ended(began, failure == null ? null : failure.failure());
        }
        if (failure != null) {
            throw new CompletionException(failure);
        }
        return answer;
    }

    private static Failure abandoned() {
        return new Failure(Kind.UNAVAILABLE, "CANCELLED", "nobody waits for the answer");
    }
}
