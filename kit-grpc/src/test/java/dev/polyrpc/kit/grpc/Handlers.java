package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Handlers that do what the asked-for id says, good or bad. */
final class Handlers extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicReference<String> requestId = new AtomicReference<>("");
    final AtomicReference<@Nullable String> certificate = new AtomicReference<>();
    final BlockingQueue<StreamObserver<GetProductResponse>> held = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> cancelled = new CompletableFuture<>();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    /** Answers with the name of its thread. */
    @Override
    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
        runs.incrementAndGet();
        requestId.set(CallContext.requestId());
        certificate.set(CallContext.certificate());
        if (unavailable.getAndDecrement() > 0) {
            throw new Failure(Kind.UNAVAILABLE, "NOT_YET", "not yet");
        }
        switch (request.getProductId()) {
            case "throws" -> throw new IllegalStateException("SELECT secret");
            case "dies" -> throw new StackOverflowError("SELECT secret");
            case "fails" -> responses.onError(new Failure(Kind.STATE, "NOT_NOW", "not now"));
            case "held" -> held.add(responses);
            case "silent" ->
                Context.current()
                        .addListener(context -> cancelled.complete(context.cancellationCause()), Runnable::run);
            default -> {
                responses.onNext(GetProductResponse.newBuilder()
                        .setProduct(Product.newBuilder()
                                .setProductId(CallContext.caller().subject())
                                .setName(Thread.currentThread().getName()))
                        .build());
                responses.onCompleted();
            }
        }
    }

    /** Always blocking. */
    @Override
    public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> responses) {
        runs.incrementAndGet();
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        responses.onNext(ListProductsResponse.getDefaultInstance());
        responses.onCompleted();
    }

    /** Takes all and answers nothing. */
    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ReconcileInventoryRequest value) {}

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {}
        };
    }

    /** Throws at the first message. */
    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ImportProductsRequest value) {
                runs.incrementAndGet();
                throw new IllegalStateException("SELECT secret");
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }
}
