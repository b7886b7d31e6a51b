package dev.polyrpc.kit.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls where the policy file admits gateway and alice, and denies bob. */
class PeerPolicyCallTest {
    private static final String POLICY = """
            {"peers": {"product-mgmt": ["gateway", "alice", "bob"]}, "denied": ["bob"]}""";

    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    private final List<ManagedChannel> channels = new ArrayList<>();
    private GrpcServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
        server = GrpcServer.builder(
                        0,
                        Guard.of(
                                TestCertificates.identity("product-mgmt"),
                                PeerPolicy.read(policy, "product-mgmt"),
                                verifier))
                .add(new Handlers())
                .start();
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        verifier.close();
        issuer.close();
    }

    @Test
    void call_admittedProcess_isServed() {
        get("alice", token("alice"));
        get("gateway", token("alice"));
    }

    @Test
    void call_processThatIsNotNamed_isDeniedBeforeItsTokenIsLookedAt() { // TLS-11
        assertThat(refusal(() -> get("auditor", "no token")).reason()).isEqualTo("PEER_NOT_ALLOWED");
        assertThat(refusal(() -> health("auditor")).reason()).isEqualTo("PEER_NOT_ALLOWED");
    }

    @Test
    void call_deniedProcess_isDenied() { // TLS-16
        assertThat(refusal(() -> get("bob", token("alice"))).reason()).isEqualTo("PEER_NOT_ALLOWED");
    }

    @Test
    void call_tokenOfDeniedClientByAnotherProcess_isDenied() { // TLS-16
        Failure refused = refusal(() -> get("gateway", token("bob")));

        assertThat(refused.kind()).isEqualTo(Kind.DENIED);
        assertThat(refused.reason()).isEqualTo("PEER_NOT_ALLOWED");
    }

    private static Failure refusal(ThrowingCallable call) {
        return Statuses.failure(catchThrowableOfType(StatusRuntimeException.class, call));
    }

    private String token(String subject) {
        return issuer.token(subject, "product-mgmt", "product:read");
    }

    private void get(String leaf, String token) {
        ProductMgmtServiceGrpc.newBlockingStub(channel(leaf))
                .withCallCredentials(BearerCredentials.of(token))
                .withDeadlineAfter(10, SECONDS)
                .getProduct(GetProductRequest.newBuilder().setProductId("good").build());
    }

    private void health(String leaf) {
        HealthGrpc.newBlockingStub(channel(leaf))
                .withDeadlineAfter(10, SECONDS)
                .check(HealthCheckRequest.getDefaultInstance());
    }

    private ManagedChannel channel(String leaf) {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + server.port(), TestCertificates.identity(leaf).grpcClient("product-mgmt"));
        channels.add(channel);
        return channel;
    }
}
