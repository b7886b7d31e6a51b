package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The middle of a chain of calls: asks the next server for its caller, with the caller's token exchanged for one that the next
 * takes, or without any. Safe for use by many threads.
 */
final class RelayService extends ProductMgmtServiceImplBase {
    private static final String NEXT = "product-mgmt";
    private static final long LIMIT_S = 20;

    private final Channel next;
    private final @Nullable TokenClient tokens;

    private RelayService(Channel next, @Nullable TokenClient tokens) {
        this.next = next;
        this.tokens = tokens;
    }

    static RelayService open(ServerConfig config, TlsIdentity identity, Closers closers) {
        ManagedChannel channel = GrpcChannels.open(
                config.next(), identity.grpcClient(NEXT), ProductMgmtServiceGrpc.getServiceDescriptor());
        closers.push(channel::shutdownNow);
        boolean exchanges = config.security() == Security.TOKEN;
        return new RelayService(
                channel, exchanges ? TokenClient.create(config.tokenService(), "gateway", identity) : null);
    }

    @Override
    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS);
        if (tokens != null) {
            String token = GrpcTokens.TOKEN.get();
            TokenClient client = tokens;
            options = options.withCallCredentials(
                    BearerCredentials.of(certificate -> client.exchanged(token, NEXT + ".polyrpc.test", certificate)));
        }
        ClientCalls.asyncUnaryCall(
                next.newCall(ProductMgmtServiceGrpc.getGetProductMethod(), options), request, responses);
    }
}
