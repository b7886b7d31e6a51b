package dev.polyrpc.kit.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's side of a stream that reads only what the test asks for. */
final class ManualCall<Q, A> {
    private static final long PATIENCE_S = 20;

    final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
    final CompletableFuture<Metadata> headers = new CompletableFuture<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();
    final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
    private final ClientCall<Q, A> call;

    private ManualCall(ClientCall<Q, A> call) {
        this.call = call;
    }

    static <Q, A> ManualCall<Q, A> start(ClientCall<Q, A> call) {
        ManualCall<Q, A> manual = new ManualCall<>(call);
        call.start(manual.new Answers(), new Metadata());
        return manual;
    }

    ManualCall<Q, A> send(Q message) {
        call.sendMessage(message);
        return this;
    }

    ManualCall<Q, A> halfClose() {
        call.halfClose();
        return this;
    }

    ManualCall<Q, A> read(int messages) {
        call.request(messages);
        return this;
    }

    void cancel() {
        call.cancel("the test says so", null);
    }

    @Nullable
    A answer() throws InterruptedException {
        return answers.poll(PATIENCE_S, TimeUnit.SECONDS);
    }

    Status status() throws Exception {
        return end.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The code and reason that the call ended with. */
    String ending() throws Exception {
        Status status = status();
        return status.isOk()
                ? "OK"
                : status.getCode() + " "
                        + Statuses.failure(status.asRuntimeException(trailers.get()))
                                .reason();
    }

    private final class Answers extends ClientCall.Listener<A> {
        @Override
        public void onHeaders(Metadata first) {
            headers.complete(first);
        }

        @Override
        public void onMessage(A answer) {
            answers.add(answer);
        }

        @Override
        public void onClose(Status status, Metadata last) {
            trailers.complete(last);
            end.complete(status);
        }
    }
}
