package dev.polyrpc.gateway.outbound;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.RecentCalls;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.thrift.Faults;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What every call to one backend passes, whatever its wire: it takes one of so many places, gets what is left of its request's
 * time, is a span, ends with its request, and fails as one of that backend. Safe for use by many threads.
 */
public final class CallGate {
    private static final String OK = "OK";
    private static final String CANCELLED = "CANCELLED";

    private final String backend;
    private final Wire wire;
    private final String system;
    private final Duration most;
    private final Bulkhead bulkhead;
    private final RecentCalls recent = new RecentCalls(System::nanoTime);

    /**
     * Makes a gate.
     *
     * @param backend the backend's name, as clients are told it, which is its audience too
     * @param most the most that one call may take
     * @param mostCalls how many calls may be under way
     */
    public CallGate(String backend, Wire wire, Duration most, int mostCalls) {
        this.backend = backend;
        this.wire = wire;
        this.system = wire.name().toLowerCase(Locale.ROOT);
        this.most = most;
        this.bulkhead = new Bulkhead(mostCalls);
    }

    /** The backend's name. */
    public String backend() {
        return backend;
    }

    /** The most that one call may take. */
    public Duration most() {
        return most;
    }

    /**
     * Makes a call for a request; where there is no place or no time for it, it fails at once.
     *
     * @param begin begins it, with the time that it has and its span; cancelling what it gives cancels the call
     */
    public <A> CompletableFuture<A> call(
            String method, RequestScope scope, BiFunction<Duration, Trace, CompletableFuture<A>> begin) {
        Duration time;
        try {
            time = time(scope);
            bulkhead.enter();
        } catch (Failure refused) {
            return CompletableFuture.failedFuture(new BackendFailure(backend, refused));
        }
        Trace span = span(method, scope);
        long began = System.nanoTime();
        CompletableFuture<A> call;
        try {
            call = begin.apply(time, span);
        } catch (RuntimeException | Error fault) { // or its place would never be free again
            call = CompletableFuture.failedFuture(fault);
        }
        CompletableFuture<A> answer = call.handle((found, thrown) -> ended(found, thrown, span, began));
        scope.cancellation().covers(call);
        return answer.whenCompleteAsync((found, thrown) -> {}, scope.work());
    }

    /** What became of the calls that ended by themselves. */
    public RecentCalls recent() {
        return recent;
    }

    /** Begins the span of a call that takes neither a place nor the request's time, as it follows for as long as it lasts. */
    public Trace span(String method, RequestScope scope) {
        return scope.trace().call(system, method, backend);
    }

    /** Ends the span of a call; what it has failed with is a failure of the backend, null = nothing. */
    public @Nullable BackendFailure outcome(@Nullable Throwable thrown, Trace span) {
        if (thrown == null) {
            span.answered(OK);
            return null;
        }
        boolean cancelled = thrown instanceof CancellationException;
        Failure failure = cancelled ? abandoned() : read(thrown);
        span.answered(cancelled ? CANCELLED : Faults.code(failure.kind()).name());
        return new BackendFailure(backend, failure);
    }

    private <A> A ended(A answer, @Nullable Throwable thrown, Trace span, long began) {
        bulkhead.leave();
        BackendFailure failure = outcome(thrown, span);
        if (!(thrown instanceof CancellationException)) {
            recent.ended(began, failure == null ? null : failure.failure());
        }
        if (failure != null) {
            throw new CompletionException(failure);
        }
        return answer;
    }

    private Duration time(RequestScope scope) {
        if (scope.cancellation().isCancelled()) {
            throw abandoned();
        }
        return scope.budget().forCall(most);
    }

    private Failure read(Throwable thrown) {
        return switch (wire) {
            case GRPC -> Statuses.failure(thrown);
            case THRIFT -> Faults.failure(thrown);
        };
    }

    private static Failure abandoned() {
        return new Failure(Kind.UNAVAILABLE, CANCELLED, "nobody waits for the answer");
    }
}
