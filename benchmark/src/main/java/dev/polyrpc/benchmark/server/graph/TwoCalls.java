package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.benchmark.server.ServerConfig;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The two calls behind a page of returns with their products, on plain channels of grpc-java. Safe for use by many threads. */
final class TwoCalls {
    private static final String RETURN = "return";
    private static final String PRODUCT_MGMT = "product-mgmt";
    private static final long LIMIT_S = 5;

    private final Channel returns;
    private final Channel products;
    private final TokenClient tokens;

    private TwoCalls(Channel returns, Channel products, TokenClient tokens) {
        this.returns = returns;
        this.products = products;
        this.tokens = tokens;
    }

    static TwoCalls open(ServerConfig config, TlsIdentity identity, Closers closers) {
        return new TwoCalls(
                channel(config.returns(), RETURN, identity, closers),
                channel(config.next(), PRODUCT_MGMT, identity, closers),
                TokenClient.create(config.tokenService(), GraphServers.PROCESS, identity));
    }

    /** Some returns, and their products by id. */
    record Page(List<ProductReturn> returns, Map<String, Product> products) {}

    CompletionStage<Page> page(Caller caller, int size) {
        return call(
                        returns,
                        ReturnServiceGrpc.getListReturnsMethod(),
                        ListReturnsRequest.newBuilder().setPageSize(size).build(),
                        options(caller, RETURN))
                .thenCompose(found -> products(caller, found.getProductReturnsList()));
    }

    private CompletionStage<Page> products(Caller caller, List<ProductReturn> found) {
        BatchGetProductsRequest request = BatchGetProductsRequest.newBuilder()
                .addAllProductIds(found.stream()
                        .map(ProductReturn::getProductId)
                        .distinct()
                        .toList())
                .build();
        return call(
                        products,
                        ProductMgmtServiceGrpc.getBatchGetProductsMethod(),
                        request,
                        options(caller, PRODUCT_MGMT))
                .thenApply(answer -> new Page(
                        found,
                        answer.getProductsList().stream()
                                .collect(Collectors.toMap(Product::getProductId, Function.identity()))));
    }

    private CallOptions options(Caller caller, String audience) {
        return CallOptions.DEFAULT
                .withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS)
                .withCallCredentials(
                        BearerCredentials.of(certificate -> tokens.exchanged(caller.token(), audience, certificate)));
    }

    private static <Q, A> CompletableFuture<A> call(
            Channel channel, MethodDescriptor<Q, A> method, Q request, CallOptions options) {
        CompletableFuture<A> answered = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                answered.complete(answer);
            }

            @Override
            public void onError(Throwable failure) {
                answered.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {} // the answer came before
        });
        return answered;
    }

    private static Channel channel(String address, String peer, TlsIdentity identity, Closers closers) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(address, identity.grpcClient(peer))
                .directExecutor()
                .build();
        closers.push(channel::shutdownNow);
        return channel;
    }
}
