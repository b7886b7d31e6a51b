package dev.polyrpc.gateway.delivery;

import dev.polyrpc.gateway.request.Answers;
import dev.polyrpc.gateway.request.OperationRefused;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one operation's answers to its client: asks for an answer, sends it, and asks for the next only while the client's
 * queue has room, so that a client which reads nothing stops what answers it. For use by the client's thread; its callbacks
 * come from any.
 */
public final class Delivery implements Flow.Subscriber<String> {
    private final Answers answers;
    private final Peer peer;
    private final Stall stall;
    private final Wording wording;
    private final Consumer<Delivery> onEnd;
    private Flow.@Nullable Subscription source;
    private boolean waiting;
    private boolean asked;
    private boolean silent;
    private boolean ended;

    /**
     * Makes a delivery; {@code onEnd} runs when it ends by itself, after the client was told. What {@link #goesOn} after it
     * was cancelled ends by itself too.
     *
     * @param stall is told where the client's queue is full; it tells of more than this delivery where the client has more
     */
    public Delivery(Answers answers, Peer peer, Stall stall, Wording wording, Consumer<Delivery> onEnd) {
        this.answers = answers;
        this.peer = peer;
        this.stall = stall;
        this.wording = wording;
        this.onEnd = onEnd;
    }

    /** Begins to ask. */
    public void start() {
        answers.texts().subscribe(this);
    }

    /** Whether the answers go on until somebody ends them. */
    public boolean lasting() {
        return answers.lasting();
    }

    /** The client's queue has room again. */
    public void writable() {
        if (waiting) {
            askForMore();
        }
    }

    /** The client reads too slowly: answers that would go on end with that error. */
    public void tooSlow() {
        answers.tooSlow().run();
    }

    /** Nobody waits for the answers any more. */
    public void cancel() {
        silent = true;
        if (source != null) {
            source.cancel();
        }
    }

    /** Whether it is still to end although it was cancelled: a query or mutation that has begun ends when its calls have. */
    public boolean goesOn() {
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
            if (!silent && !ended) {
                peer.send(wording.next(answer));
                askForMore();
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        end(wording.refused(thrown instanceof OperationRefused refused ? refused.errors() : "[]"));
    }

    @Override
    public void onComplete() {
        end(wording.complete());
    }

    private void askForMore() {
        waiting = peer.full();
        if (waiting) {
            stall.begins();
        } else if (source != null) {
            asked = true;
            source.request(1);
        }
    }

    private void end(String last) {
        peer.execute(() -> {
            if (!ended) {
                ended = true;
                if (!silent) {
                    peer.send(last);
                }
                onEnd.accept(this);
            }
        });
    }
}
