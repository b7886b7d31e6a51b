package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A product management that keeps what it is sent, and answers when it is told to: what a sidecar does with calls shows here. */
final class Callee implements AutoCloseable {
    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final BlockingQueue<Received> calls = new LinkedBlockingQueue<>();
    private final Server server;
    private volatile boolean holds;
    private volatile @Nullable CompletableFuture<Void> frozen;

    private Callee() throws IOException {
        server = PlayedService.of(new Products())
                .directExecutor() // so that one call can hold up all of them, as a frozen process would
                .intercept(new Headers())
                .build()
                .start();
    }

    /** Starts one that answers at once. */
    static Callee start() throws IOException {
        return new Callee();
    }

    int port() {
        return server.getPort();
    }

    /** Calls from now on wait for {@link Received#answer}. */
    void hold() {
        holds = true;
    }

    /** The next call takes all the time of the connection's thread until the answer is completed. */
    CompletableFuture<Void> freeze() {
        CompletableFuture<Void> thaw = new CompletableFuture<>();
        frozen = thaw;
        return thaw;
    }

    /** Waits for the next call that has this request id; those that came before it are forgotten. */
    Received next(String requestId) throws InterruptedException {
        Received received = next();
        while (!received.header("x-request-id").equals(requestId)) {
            received = next();
        }
        return received;
    }

    /** Waits for the next call that it was sent. */
    Received next() throws InterruptedException {
        Received received = calls.poll(20, TimeUnit.SECONDS);
        if (received == null) {
            throw new AssertionError("no call came");
        }
        return received;
    }

    /** Cuts its connections, with all that is under way, and takes no others. */
    void vanish() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        holds = false;
        vanish();
    }

    /** A call, as it came. Safe for use by many threads. */
    record Received(
            Metadata headers,
            @Nullable Deadline deadline,
            CompletableFuture<Void> cancelled,
            StreamObserver<GetProductResponse> observer) {
        String header(String name) {
            return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }

        void answer() {
            observer.onNext(GetProductResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private static final class Headers implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
        }
    }

    private final class Products extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
        @Override
        public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> observer) {
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            ((ServerCallStreamObserver<GetProductResponse>) observer)
                    .setOnCancelHandler(() -> cancelled.complete(null));
            Received received = new Received(HEADERS.get(), Context.current().getDeadline(), cancelled, observer);
            calls.add(received);
            CompletableFuture<Void> thaw = frozen;
            if (thaw != null) {
                frozen = null;
                thaw.join();
            } else if (!holds) {
                received.answer();
            }
        }
    }
}
