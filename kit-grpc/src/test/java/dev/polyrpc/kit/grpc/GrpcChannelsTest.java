package dev.polyrpc.kit.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcChannelsTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    private final Handlers handlers = new Handlers();
    private final AtomicInteger tokensAskedFor = new AtomicInteger();

    @AfterEach
    void stop() {
        verifier.close();
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "rogue", "other-domain", "two-ids"})
    void serverWithBadCertificate_isUnavailableAndSeesNoToken(String name) throws IOException { // TLS-13
        assertNotTrusted(TestCertificates.bad(name));
    }

    @Test
    void serverOfAnotherName_isUnavailableAndSeesNoToken() throws IOException { // TLS-13
        assertNotTrusted(TestCertificates.identity("return"));
    }

    @Test
    void unavailable_isRetried_asTheContractAllows() throws IOException {
        handlers.unavailable.set(2);
        call(TestCertificates.identity("product-mgmt"), stub -> stub.getProduct(get("flaky")));
        assertThat(handlers.runs).hasValue(3);
    }

    @Test
    void otherFailures_areNotRetried() throws IOException {
        assertThatThrownBy(() -> call(TestCertificates.identity("product-mgmt"), stub -> stub.getProduct(get("fails"))))
                .hasMessageStartingWith("FAILED_PRECONDITION");
        assertThat(handlers.runs).hasValue(1);
    }

    @Test
    void requestId_isSentAsChosen() throws IOException {
        call(
                TestCertificates.identity("product-mgmt"),
                stub -> stub.withOption(GrpcChannels.REQUEST_ID, "chosen-1").getProduct(get("good")));
        assertThat(handlers.requestId).hasValue("chosen-1");
    }

    @Test
    void serverThatComesBack_isFoundWithoutACall() throws Exception {
        TlsIdentity identity = TestCertificates.identity("product-mgmt");
        GrpcServer first = GrpcServer.builder(0, Guard.of(identity, TestPolicy.of("product-mgmt"), verifier))
                .add(handlers)
                .start();
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + first.port(), TestCertificates.identity("alice").grpcClient("product-mgmt"));
        awaitState(channel, ConnectivityState.READY);
        first.close();
        awaitState(channel, ConnectivityState.TRANSIENT_FAILURE);
        GrpcServer second = GrpcServer.builder(
                        first.port(), Guard.of(identity, TestPolicy.of("product-mgmt"), verifier))
                .add(handlers)
                .start();
        awaitState(channel, ConnectivityState.READY);
        channel.shutdownNow();
        second.close();
    }

    private static void awaitState(ManagedChannel channel, ConnectivityState wanted) throws InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(10);
        ConnectivityState state = channel.getState(false);
        while (state != wanted) {
            assertThat(System.nanoTime()).as(state.name()).isLessThan(end);
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            changed.await(10, SECONDS);
            state = channel.getState(false);
        }
    }

    private void assertNotTrusted(TlsIdentity serverIdentity) throws IOException {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call(serverIdentity, stub -> stub.adjustInventory(AdjustInventoryRequest.getDefaultInstance())));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(tokensAskedFor).hasValue(0);
        assertThat(handlers.runs).hasValue(0);
    }

    private void call(TlsIdentity serverIdentity, Consumer<ProductMgmtServiceBlockingStub> use) throws IOException {
        String token = issuer.token("alice", "product-mgmt", "product:read", "stock:adjust");
        try (GrpcServer server = GrpcServer.builder(
                        0, Guard.of(serverIdentity, TestPolicy.of("product-mgmt"), verifier))
                .add(handlers)
                .start()) {
            ManagedChannel channel = GrpcChannels.open(
                    "localhost:" + server.port(),
                    TestCertificates.identity("alice").grpcClient("product-mgmt"),
                    ProductMgmtServiceGrpc.getServiceDescriptor());
            try {
                use.accept(ProductMgmtServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(5, SECONDS)
                        .withCallCredentials(BearerCredentials.of(certificate -> {
                            tokensAskedFor.incrementAndGet();
                            return CompletableFuture.completedFuture(token);
                        })));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static GetProductRequest get(String id) {
        return GetProductRequest.newBuilder().setProductId(id).build();
    }
}
