package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Turns;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The items of one stream. They are started on the call's thread and done on any; whatever touches the call's answers takes
 * turns.
 */
final class Items<Q, R> implements StreamObserver<Q> {
    /** So many at once are asked for, as each time wakes the event loop. */
    private static final int ASK_AT_ONCE = 16;

    private final ServerCallStreamObserver<?> call;
    private final Function<Q, ? extends CompletionStage<? extends R>> work;
    private final Consumer<? super R> answer;
    private final Runnable allDone;
    private final BooleanSupplier mayAsk;
    private final String requestId = CallContext.requestId();

    private final Turns turns = new Turns(this::takeTurn);
    private final Queue<Done<R>> done = new ConcurrentLinkedQueue<>(); // at most a window
    private final AtomicLong started = new AtomicLong();
    private volatile boolean sentAll;
    private volatile boolean draining;
    private volatile boolean dropped; // an item that came while draining, so that the stream must not end well
    private volatile boolean over;
    // Touched in turns only.
    private long finished;
    private long asked;

    Items(
            ServerCallStreamObserver<?> call,
            Function<Q, ? extends CompletionStage<? extends R>> work,
            Consumer<? super R> answer,
            Runnable allDone,
            BooleanSupplier mayAsk) {
        this.call = call;
        this.work = work;
        this.answer = answer;
        this.allDone = allDone;
        this.mayAsk = mayAsk;
    }

    Items<Q, R> start() {
        call.disableAutoRequest();
        call.setOnCancelHandler(this::abandon);
        call.setOnReadyHandler(turns::ask);
        Context.current().addListener(ended -> abandon(), Runnable::run); // closed by whomever
        turns.ask();
        return this;
    }

    /** Takes no more items; what is under way is answered. */
    void drain() {
        draining = true;
        turns.ask();
    }

    @Override
    public void onNext(Q item) {
        started.incrementAndGet(); // before the look at draining, so that one of both sees the other
        if (over || draining) {
            dropped = true;
            started.decrementAndGet();
            turns.ask();
            return;
        }
        CompletionStage<? extends R> stage;
        try {
            stage = work.apply(item);
        } catch (RuntimeException | Error thrown) {
            finish(null, thrown);
            return;
        }
        stage.whenComplete(this::finish);
    }

    @Override
    public void onCompleted() {
        sentAll = true;
        turns.ask();
    }

    @Override
    public void onError(Throwable gone) {
        abandon();
    }

    private void abandon() {
        over = true;
        turns.ask(); // lets go of what waits to be answered
    }

    private void finish(@Nullable R result, @Nullable Throwable problem) {
        done.add(new Done<>(result, problem));
        turns.ask();
    }

    private void takeTurn() {
        try {
            answerDone();
            if (over) {
                done.clear();
            } else if (finished == started.get() && sentAll && !dropped) {
                over = true;
                allDone.run();
            } else if (finished == started.get() && draining) {
                end(Drain.failure());
            } else {
                askForMore();
            }
        } catch (RuntimeException | Error problem) {
            end(problem);
        }
    }

    private void answerDone() {
        for (Done<R> next = done.poll(); next != null && !over; next = done.poll()) {
            finished++;
            if (next.problem != null) {
                end(next.problem);
            } else {
                answer.accept(next.result);
            }
        }
    }

    private void askForMore() {
        long room = ItemStream.WINDOW - (asked - finished);
        if (!sentAll && !draining && room >= ASK_AT_ONCE && mayAsk.getAsBoolean()) {
            asked += room;
            call.request((int) room);
        }
    }

    private void end(Throwable problem) {
        over = true;
        done.clear();
        call.onError(Statuses.of(problem, requestId));
    }

    /** What became of an item. */
    private record Done<R>(@Nullable R result, @Nullable Throwable problem) {}
}
