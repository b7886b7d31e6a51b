package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.Thumbprint;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import dev.polyrpc.token.RunningTokens.Answer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundTokenTest {
    /** Certificates, each with a client of its own, that are kept at a time; and one that is on its way out. */
    private static final int MOST_KEPT = 5;

    @TempDir
    static Path folder;

    static RunningTokens tokens;

    @BeforeAll
    static void start() {
        tokens = RunningTokens.start(folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        tokens.close();
    }

    @Test
    void own_byCertificate_isBoundToExactlyThatOne() { // STS-14
        JsonNode claims =
                tokens.ownByCertificate("return", "return", "product-mgmt").claims();

        assertThat(claims.path("cnf"))
                .isEqualTo(RunningTokens.json("{\"x5t#S256\":\"%s\"}".formatted(thumbprint("return"))));
    }

    @Test
    void exchange_byCertificate_isBoundToTheExchangersNotTheSubjects() { // STS-14
        String subject = tokens.ownByCertificate("alice", "alice", "return").token();
        JsonNode claims =
                tokens.exchange("return", subject, "product-mgmt", Map.of()).claims();

        assertThat(claims.path("sub").asText()).isEqualTo("alice");
        assertThat(claims.path("cnf").path("x5t#S256").asText()).isEqualTo(thumbprint("return"));
    }

    @Test
    void own_clientOfBothWays_isBoundByTheOneThatItTook() { // STS-14
        Answer bySecret =
                tokens.own("alice", "return", ""); // over a connection that showed her certificate all the same
        Answer byCertificate = tokens.ownByCertificate("alice", "alice", "return");

        assertThat(bySecret.claims().has("cnf")).isFalse();
        assertThat(byCertificate.claims().path("cnf").path("x5t#S256").asText()).isEqualTo(thumbprint("alice"));
        assertThat(byCertificate.claims().path("scope"))
                .isEqualTo(bySecret.claims().path("scope"));
    }

    @Test
    void tokenClient_eachCertificate_hasATokenOfItsOwn() throws Exception { // STS-14, TOK-22
        CertificateSet set = TestCertificates.fresh();
        try (RunningTokens service =
                        RunningTokens.start(folder.resolve("rotated"), set.directory(), Clock.systemUTC());
                Telemetry telemetry = Telemetry.start("test")) {
            TlsIdentity identity = TlsIdentity.load(set.directory(), "return");
            String old = identity.credential().thumbprint();
            TokenClient client = TokenClient.create(service.uri("/"), "return", identity);
            try (TlsReload following = identity.follow(telemetry);
                    TokenVerifier verifier = TokenVerifier.create(
                            new VerifierConfig(RunningTokens.ISSUER, "product-mgmt.polyrpc.test"),
                            JwksKeySource.create(service.uri("/.well-known/jwks.json"), identity))) {
                Caller before = join(verifier.verify(join(client.own("product-mgmt", Set.of(), old))));
                set.renew("return");
                RunningTokens.await(() -> !identity.credential().thumbprint().equals(old));
                String renewed = identity.credential().thumbprint();

                // The old connection is still open: a call on it takes a token for the old certificate, also a new one.
                assertThat(before.certificate()).isEqualTo(old);
                before.requireHeldBy(old);
                assertThat(join(client.own("product-mgmt", Set.of(), old))).isEqualTo(before.token());
                Caller late = join(verifier.verify(join(client.own("product-mgmt", Set.of("product:read"), old))));
                assertThat(late.certificate()).isEqualTo(old);
                Caller after = join(verifier.verify(join(client.own("product-mgmt", Set.of(), renewed))));
                assertThat(after.certificate()).isEqualTo(renewed);
                assertThat(join(verifier.verify(join(client.own("product-mgmt", Set.of(), null))))
                                .certificate())
                        .isEqualTo(renewed);
                assertThatThrownBy(() -> after.requireHeldBy(old)).isInstanceOf(Failure.class);
                String subject = service.own("alice", "return", "").token();
                assertThat(join(verifier.verify(join(client.exchanged(subject, "product-mgmt", old))))
                                .certificate())
                        .isEqualTo(old);
                assertThat(following).isNotNull();
            }
        }
    }

    @Test
    void tokenClient_twentyRenewals_failNoRequest_andLeaveNoThread() throws Exception {
        long selectorsBefore = selectors();
        CertificateSet set = TestCertificates.fresh();
        try (RunningTokens service =
                        RunningTokens.start(folder.resolve("renewed"), set.directory(), Clock.systemUTC());
                Telemetry telemetry = Telemetry.start("test")) {
            TlsIdentity identity = TlsIdentity.load(set.directory(), "return");
            try (TlsReload following = identity.follow(telemetry)) {
                AtomicBoolean enough = new AtomicBoolean();
                AtomicInteger fetched = new AtomicInteger();
                CompletableFuture<Void> fetching =
                        CompletableFuture.runAsync(() -> fetchUntil(enough, fetched, service, identity));
                for (int renewal = 0; renewal < 20; renewal++) {
                    set.renew("return");
                    String next = Thumbprint.of(set.leaf("return"));
                    RunningTokens.await(() -> identity.credential().thumbprint().equals(next));
                    int before = fetched.get();
                    RunningTokens.await(() -> fetched.get() > before || fetching.isDone());
                }
                enough.set(true);
                fetching.join(); // throws if one has failed
                assertThat(following).isNotNull();
            }
            RunningTokens.await(() -> {
                System.gc(); // what ends the thread of an HttpClient that nobody has any more
                return selectors() <= selectorsBefore + MOST_KEPT;
            });
        }
    }

    @Test
    void tokenClient_certificateThatIsNotOurs_isUnavailable() {
        TokenClient client = TokenClient.create(tokens.uri("/"), "return", TestCertificates.identity("return"));

        assertThatThrownBy(() -> join(client.own("product-mgmt", Set.of(), "unknown")))
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("certificate of this connection");
    }

    /** Fetches tokens, each by a request of its own; throws if one does not come. */
    private static void fetchUntil(
            AtomicBoolean enough, AtomicInteger fetched, RunningTokens service, TlsIdentity identity) {
        TokenClient client = TokenClient.create(service.uri("/"), "return", identity);
        while (!enough.get()) {
            String subject = service.own("alice", "return", "").token(); // another each time, so that none is at hand
            join(client.exchanged(subject, "product-mgmt", null));
            fetched.incrementAndGet();
        }
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-.*-SelectorManager"))
                .count();
    }

    private static String thumbprint(String name) {
        return Thumbprint.of(TestCertificates.identity(name).leaf());
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
