package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.request.Answers;
import dev.polyrpc.gateway.request.OperationRefused;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a socket: asks for an answer, sends it, and asks for the next only while the socket's queue has room, so
 * that a client which reads nothing stops what answers it. For use by the socket's thread; its callbacks come from any.
 */
final class SocketOperation implements Flow.Subscriber<String> {
    private final String id;
    private final Answers answers;
    private final SocketPeer peer;
    private final Consumer<SocketOperation> onEnd;
    private Flow.@Nullable Subscription source;
    private boolean waiting;
    private boolean asked;
    private boolean silent;
    private boolean ended;

    /**
     * Makes an operation; {@code onEnd} runs when it ends by itself, before the client is told. What {@link #goesOn} after it
     * was cancelled ends by itself too.
     */
    SocketOperation(String id, Answers answers, SocketPeer peer, Consumer<SocketOperation> onEnd) {
        this.id = id;
        this.answers = answers;
        this.peer = peer;
        this.onEnd = onEnd;
    }

    void start() {
        answers.texts().subscribe(this);
    }

    String id() {
        return id;
    }

    boolean lasting() {
        return answers.lasting();
    }

    /** The socket's queue has room again. */
    void writable() {
        if (waiting) {
            askForMore();
        }
    }

    /** Nobody waits for its answers any more. */
    void cancel() {
        silent = true;
        if (source != null) {
            source.cancel();
        }
    }

    /** Whether it costs something although it was cancelled: a query or mutation that has begun runs to its end. */
    boolean goesOn() {
        return asked && !lasting() && !ended;
    }

    @Override
    public void onSubscribe(Flow.Subscription answering) {
        peer.execute(() -> {
            source = answering;
            if (silent) {
                answering.cancel();
            } else {
                askForMore();
            }
        });
    }

    @Override
    public void onNext(String answer) {
        peer.execute(() -> {
            if (!silent) {
                peer.send(SocketMessage.about(id, "next", answer));
                askForMore();
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        String errors = thrown instanceof OperationRefused refused ? refused.errors() : "[]";
        end(SocketMessage.about(id, "error", errors));
    }

    @Override
    public void onComplete() {
        end(SocketMessage.about(id, "complete"));
    }

    private void askForMore() {
        waiting = peer.full();
        if (!waiting && source != null) {
            asked = true;
            source.request(1);
        }
    }

    private void end(String message) {
        peer.execute(() -> {
            if (!ended) {
                ended = true;
                onEnd.accept(this);
                if (!silent) {
                    peer.send(message);
                }
            }
        });
    }
}
