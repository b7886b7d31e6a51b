package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.Thumbprint;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.CompositeCallCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** A server and clients over real sockets, all of which follow certificates and a policy that a test may change. */
final class LiveTrustRig implements AutoCloseable {
    final Handlers handlers = new Handlers();
    private final Path certificates;
    private final Path policy;
    private final List<StreamObserver<GetProductResponse>> answers = new ArrayList<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final Telemetry telemetry = Telemetry.start("test");
    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    final GrpcServer server;

    /**
     * Starts the server.
     *
     * @param certificates such a folder as certs/make makes
     * @param work an empty folder
     */
    LiveTrustRig(Path certificates, Path work) {
        this.certificates = certificates;
        try {
            policy = Files.copy(TestPolicy.file(), work.resolve("policy.json"));
            server = serve(followed("product-mgmt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Denies a process everywhere. */
    void deny(String path) throws IOException {
        String denied = Files.readString(policy)
                .replaceFirst("\"denied\"\\s*:\\s*\\[[^]]*]", "\"denied\": [\"%s\"]".formatted(path));
        Path fresh = Files.writeString(policy.resolveSibling("fresh.json"), denied);
        Files.move(fresh, policy, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Answers all calls that are held. */
    void release() {
        for (StreamObserver<GetProductResponse> answer : answers) {
            answer.onNext(GetProductResponse.getDefaultInstance());
            answer.onCompleted();
        }
        answers.clear();
    }

    /** A process of the same set that has followed its files since now. */
    TlsIdentity followed(String name) {
        TlsIdentity identity = TlsIdentity.load(certificates, name);
        closers.push(identity.follow(telemetry)::close);
        return identity;
    }

    PeerPolicy followedPolicy(String service) {
        PeerPolicy read = PeerPolicy.read(policy, service);
        closers.push(read.follow(telemetry)::close);
        return read;
    }

    /** A client whose calls bear a good token. */
    Client client(String name) {
        return new Client(followed(name), server);
    }

    /** A client that knows nothing of later changes. */
    Client unfollowing(String name) {
        return new Client(TlsIdentity.load(certificates, name), server);
    }

    /** A client of a server that knows nothing of later changes. */
    Client clientOfUnfollowing(String name) throws IOException {
        GrpcServer unfollowing = serve(TlsIdentity.load(certificates, "product-mgmt"));
        closers.push(unfollowing::close);
        return new Client(followed(name), unfollowing);
    }

    private GrpcServer serve(TlsIdentity identity) throws IOException {
        return GrpcServer.builder(
                        0,
                        Guard.of(identity, followedPolicy("product-mgmt"), verifier)
                                .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(1)))
                .add(handlers)
                .start();
    }

    @Override
    public void close() {
        handlers.release.countDown();
        closers.forEach(Runnable::run);
        server.close();
        verifier.close();
        issuer.close();
        telemetry.close();
    }

    /** A process that calls the server. */
    final class Client {
        final TlsIdentity identity;
        final GrpcChannels channels;
        final ManagedChannel channel;
        /** Thumbprint of the leaf that the server showed on the connection of the latest call. */
        final AtomicReference<String> server = new AtomicReference<>("");

        private final CallCredentials token;

        Client(TlsIdentity identity, GrpcServer server) {
            this.identity = identity;
            this.channels = GrpcChannels.of(identity, followedPolicy("return"), OpenTelemetry.noop());
            this.channel =
                    channels.open("localhost:" + server.port(), "product-mgmt"); // no retries, to see each failure
            this.token = new CompositeCallCredentials(
                    BearerCredentials.of(
                            issuer.token("alice", "product-mgmt", "product:read", "product:write", "stock:adjust")),
                    new Noting());
            closers.push(channels::close);
            closers.push(channel::shutdownNow);
        }

        /** A call now. */
        Status.Code call() {
            try {
                ProductMgmtServiceGrpc.newBlockingStub(channel)
                        .withCallCredentials(token)
                        .withDeadlineAfter(10, SECONDS)
                        .getProduct(GetProductRequest.newBuilder()
                                .setProductId("good")
                                .build());
                return Status.Code.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            }
        }

        /** A call that its handler keeps open. */
        ManualCall<GetProductRequest, GetProductResponse> held() throws InterruptedException {
            ManualCall<GetProductRequest, GetProductResponse> call = ManualCall.start(channel.newCall(
                            ProductMgmtServiceGrpc.getGetProductMethod(),
                            CallOptions.DEFAULT.withDeadlineAfter(30, SECONDS).withCallCredentials(token)))
                    .send(GetProductRequest.newBuilder().setProductId("held").build())
                    .halfClose()
                    .read(2);
            answers.add(handlers.held.take());
            return call;
        }

        /** A stream that its handler keeps open. */
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> stream() throws Exception {
            ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call = ManualCall.start(channel.newCall(
                            ProductMgmtServiceGrpc.getReconcileInventoryMethod(),
                            CallOptions.DEFAULT.withDeadlineAfter(30, SECONDS).withCallCredentials(token)))
                    .read(1);
            call.headers.get(20, SECONDS);
            return call;
        }

        /** Adds nothing to a call, and looks at its connection. */
        private final class Noting extends CallCredentials {
            @Override
            public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
                server.set(String.valueOf(Thumbprint.ofPeer(
                        requireNonNull(request.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)))));
                applier.apply(new Metadata());
            }
        }
    }
}
