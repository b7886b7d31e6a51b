package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.tls.Peer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * The call that a handler serves: who makes it, and how long they wait. A handler takes it up before it returns; from then
 * on it is safe for use by many threads.
 */
public final class ThriftCall {
    private static final ThreadLocal<@Nullable ThriftCall> CURRENT = new ThreadLocal<>();

    private final Caller caller;
    private final Peer peer;
    private final String requestId;
    private final long deadline;
    private boolean ended; // this and the next: guarded by this
    private @Nullable CompletableFuture<Void> end;

    ThriftCall(Caller caller, Peer peer, String requestId, long deadline) {
        this.caller = caller;
        this.peer = peer;
        this.requestId = requestId;
        this.deadline = deadline;
    }

    /** The call that the current thread serves; throws outside a handler. */
    public static ThriftCall current() {
        ThriftCall call = CURRENT.get();
        if (call == null) {
            throw new IllegalStateException("no call: this thread serves none");
        }
        return call;
    }

    /** The caller that the access token speaks for. */
    public Caller caller() {
        return caller;
    }

    /** The process at the other end of the connection. */
    public Peer peer() {
        return peer;
    }

    /** The id that the call has in every log. */
    public String requestId() {
        return requestId;
    }

    /** How long the answer is still waited for, as the caller and the server's limit allow; zero or negative when it is too late. */
    public Duration timeLeft() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /** Completes once the call has its answer, from the handler or because its time is over, or nobody waits for one any more. */
    public synchronized CompletionStage<Void> end() {
        if (ended) {
            return CompletableFuture.completedStage(null);
        }
        if (end == null) {
            end = new CompletableFuture<>();
        }
        return end.minimalCompletionStage();
    }

    /** The call has its answer, or needs none. */
    void ended() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            ended = true;
            waiting = end;
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Runs a handler with this as its call. */
    void serve(Handler handler) throws TException {
        CURRENT.set(this);
        try {
            handler.serve();
        } finally {
            CURRENT.set(null); // to remove it would make it anew for the next call
        }
    }

    /** What serves a call. */
    interface Handler {
        void serve() throws TException;
    }
}
