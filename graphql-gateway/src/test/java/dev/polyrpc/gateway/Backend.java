package dev.polyrpc.gateway;

import dev.polyrpc.kit.grpc.CallContext;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a fake backend notes of each call, and the faults that a test gives it. Safe for use by many threads. */
final class Backend {
    private final List<Call> calls = new ArrayList<>();
    private @Nullable RuntimeException fault;
    private boolean silent;
    private Duration pause = Duration.ZERO;
    private int unanswered;

    /** One call as it arrived. */
    record Call(String method, String requestId, String subject, String token, List<String> actors, long deadlineMs) {
        /** All but the token. */
        @Override
        public String toString() {
            return method + " " + requestId;
        }
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized List<String> methods() {
        return calls.stream().map(Call::method).toList();
    }

    /** How many calls wait for an answer that does not come: not those that their caller has given up. */
    synchronized int unanswered() {
        return unanswered;
    }

    /** Forgets calls and faults. */
    synchronized void reset() {
        calls.clear();
        fault = null;
        silent = false;
        pause = Duration.ZERO;
    }

    /** From now on every call fails like that. */
    synchronized void fail(RuntimeException with) {
        fault = with;
    }

    /** From now on each call is answered so much later. */
    synchronized void answerAfter(Duration time) {
        pause = time;
    }

    /** From now on no call is answered. */
    synchronized void fallSilent() {
        silent = true;
    }

    /** Notes a call that its backend answers in its own way. */
    void begin(String method) {
        RuntimeException failure = note(method);
        if (failure != null) {
            throw failure;
        }
    }

    <A> void answer(String method, StreamObserver<A> answers, Supplier<A> answer) {
        begin(method);
        if (isSilent()) {
            waits(1);
            Context.current().addListener(ended -> waits(-1), Runnable::run);
            return;
        }
        Duration later = pause();
        if (later.isZero()) {
            answers.onNext(answer.get());
            answers.onCompleted();
            return;
        }
        CompletableFuture.delayedExecutor(later.toMillis(), TimeUnit.MILLISECONDS)
                .execute(Context.current().wrap(() -> {
                    answers.onNext(answer.get());
                    answers.onCompleted();
                }));
    }

    private synchronized void waits(int more) {
        unanswered += more;
    }

    private synchronized Duration pause() {
        return pause;
    }

    private synchronized boolean isSilent() {
        return silent;
    }

    private synchronized @Nullable RuntimeException note(String method) {
        Deadline deadline = Context.current().getDeadline();
        calls.add(new Call(
                method,
                CallContext.requestId(),
                CallContext.caller().subject(),
                CallContext.caller().token(),
                CallContext.caller().actors(),
                deadline == null ? Long.MAX_VALUE : deadline.timeRemaining(TimeUnit.MILLISECONDS)));
        return fault;
    }
}
