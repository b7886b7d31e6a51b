package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Traffic;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;

/** Unary calls over gRPC. */
public final class GrpcClient<Q, A> implements Client {
    private final Connections connections;
    private final Callers callers;
    private final Question<Q, A> question;
    private final SplittableRandom random;
    private final IntSupplier turns;

    /** Calls over these connections, which it closes in the end. */
    public GrpcClient(Connections connections, Callers callers, Question<Q, A> question) {
        this(connections, callers, question, new SplittableRandom(42));
    }

    /**
     * The same, by callers that are not at random.
     *
     * @param turns the number of each call's caller
     */
    public GrpcClient(Connections connections, Callers callers, Question<Q, A> question, IntSupplier turns) {
        this(connections, callers, question, new SplittableRandom(42), turns);
    }

    private GrpcClient(Connections connections, Callers callers, Question<Q, A> question, SplittableRandom random) {
        this(connections, callers, question, random, () -> random.nextInt(Integer.MAX_VALUE));
    }

    private GrpcClient(
            Connections connections,
            Callers callers,
            Question<Q, A> question,
            SplittableRandom random,
            IntSupplier turns) {
        this.connections = connections;
        this.callers = callers;
        this.question = question;
        this.random = random;
        this.turns = turns;
    }

    @Override
    public Slot slot(int number, Answered answered) {
        return new GrpcSlot(number, answered);
    }

    @Override
    public ScheduledExecutorService loop() {
        return connections.loop();
    }

    @Override
    public Traffic traffic() {
        return connections.traffic();
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Its listener serves all its calls, as they come one after the other. */
    private final class GrpcSlot extends ClientCall.Listener<A> implements Slot {
        private final int number;
        private final Answered answered;

        GrpcSlot(int number, Answered answered) {
            this.number = number;
            this.answered = answered;
        }

        @Override
        public void send() {
            ClientCall<Q, A> call = connections.get(number).newCall(question.method(), callers.unary());
            call.start(this, callers.headers(turns.getAsInt()));
            call.request(2); // as generated stubs do, so that a second answer would be seen
            call.sendMessage(question.requests().apply(random));
            call.halfClose();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            answered.answered(status.isOk() ? null : status.asException());
        }
    }
}
