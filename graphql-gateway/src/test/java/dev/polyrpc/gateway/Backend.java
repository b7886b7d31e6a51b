package dev.polyrpc.gateway;

import dev.polyrpc.kit.grpc.CallContext;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a fake backend notes of each call, and the faults that a test gives it. Safe for use by many threads. */
final class Backend {
    private final List<Call> calls = new ArrayList<>();
    private @Nullable RuntimeException fault;
    private boolean silent;
    private int unanswered;

    /** One call as it arrived. */
    record Call(String method, String requestId, String subject, List<String> actors, long deadlineMs) {}

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
    }

    /** From now on every call fails like that. */
    synchronized void fail(RuntimeException with) {
        fault = with;
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
        answers.onNext(answer.get());
        answers.onCompleted();
    }

    private synchronized void waits(int more) {
        unanswered += more;
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
                CallContext.caller().actors(),
                deadline == null ? Long.MAX_VALUE : deadline.timeRemaining(TimeUnit.MILLISECONDS)));
        return fault;
    }
}
