package dev.polyrpc.kit.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundCallsTest {
    private final List<String> askedFor = new CopyOnWriteArrayList<>();

    @Test
    void call_aroundARenewal_takesTheTokenOfItsOwnConnection() throws Exception { // TOK-22
        CertificateSet set = TestCertificates.fresh();
        try (TestIssuer issuer = TestIssuer.start();
                Telemetry telemetry = Telemetry.start("test");
                TokenVerifier verifier = TokenVerifier.create(
                        new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
                GrpcServer server = GrpcServer.builder(
                                0,
                                Guard.of(
                                        TlsIdentity.load(set.directory(), "product-mgmt"),
                                        TestPolicy.of("product-mgmt"),
                                        verifier))
                        .add(new Handlers())
                        .start()) {
            TlsIdentity identity = TlsIdentity.load(set.directory(), "return");
            String old = identity.credential().thumbprint();
            BearerCredentials bound = BearerCredentials.of(certificate -> {
                askedFor.add(String.valueOf(certificate));
                return CompletableFuture.completedStage(token(issuer, certificate));
            });
            ManagedChannel before = open(server, identity);
            try (TlsReload following = identity.follow(telemetry)) {
                assertThat(call(before, bound)).isEqualTo("alice");
                set.renew("return");
                long end = System.nanoTime() + SECONDS.toNanos(10);
                while (identity.credential().thumbprint().equals(old)) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    Thread.onSpinWait();
                }
                String renewed = identity.credential().thumbprint();
                assertThat(call(before, bound)).isEqualTo("alice"); // on the connection of before, with its token
                ManagedChannel after = open(server, identity);
                assertThat(call(after, bound)).isEqualTo("alice");
                assertThat(askedFor).containsExactly(old, old, renewed);

                BearerCredentials stale = BearerCredentials.of(token(issuer, old));
                StatusRuntimeException refusal =
                        catchThrowableOfType(StatusRuntimeException.class, () -> call(after, stale));
                assertThat(Statuses.failure(refusal).reason()).isEqualTo("TOKEN_INVALID");
                after.shutdownNow();
                assertThat(following).isNotNull();
            } finally {
                before.shutdownNow();
            }
        }
    }

    private static ManagedChannel open(GrpcServer server, TlsIdentity identity) {
        return GrpcChannels.open("localhost:" + server.port(), identity.grpcClient("product-mgmt"));
    }

    private static String token(TestIssuer issuer, @Nullable String certificate) {
        return issuer.token(claims -> {
            claims.put("sub", "alice");
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("scope", "product:read");
            claims.put("cnf", Map.of("x5t#S256", String.valueOf(certificate)));
        });
    }

    private static String call(ManagedChannel channel, BearerCredentials token) {
        return ProductMgmtServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(token)
                .withDeadlineAfter(5, SECONDS)
                .getProduct(GetProductRequest.newBuilder().setProductId("good").build())
                .getProduct()
                .getProductId();
    }
}
