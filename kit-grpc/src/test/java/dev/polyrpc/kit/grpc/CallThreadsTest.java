package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerificationKey;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallThreadsTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final CompletableFuture<Void> slowness = new CompletableFuture<>();
    private final SlowKeys keys = new SlowKeys(issuer.keys());
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), keys);
    private final Map<String, Policy> policies = Policies.of(List.of(new Handlers().bindService()));
    private final CallThreads threads = new CallThreads(
            verifier,
            policies,
            Set.of(ProductMgmtServiceGrpc.getListProductsMethod().getFullMethodName()),
            new CallPool("grpc-call", 1, 1));

    @AfterEach
    void close() {
        threads.close();
        verifier.close();
        issuer.close();
    }

    @Test
    void knownToken_staysOnTheEventLoop_unlessTheMethodBlocks() {
        String token = known();
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getGetProductMethod(), token)))
                .isTrue();
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getListProductsMethod(), token)))
                .isFalse();
    }

    @Test
    void knownToken_isHandedOnToItsOwnCallAlone() {
        Metadata headers = authorized(known());
        threads.getExecutor(call(ProductMgmtServiceGrpc.getGetProductMethod()), headers);
        assertThat(CallThreads.known(authorized("whatever"))).isNull();
        assertThat(CallThreads.known(headers)).isNull();

        threads.getExecutor(call(ProductMgmtServiceGrpc.getGetProductMethod()), headers);
        assertThat(requireNonNull(CallThreads.known(headers)).subject()).isEqualTo("alice");
        assertThat(CallThreads.known(headers)).isNull();
    }

    @Test
    void unknownToken_isHandedOnToNobody() {
        Metadata alice = authorized(known());
        threads.getExecutor(call(ProductMgmtServiceGrpc.getGetProductMethod()), alice);
        Metadata nobody = new Metadata();
        threads.getExecutor(call(ProductMgmtServiceGrpc.getGetProductMethod()), nobody);
        assertThat(CallThreads.known(nobody)).isNull();
        Metadata twice = authorized(known());
        twice.merge(alice);
        threads.getExecutor(call(ProductMgmtServiceGrpc.getGetProductMethod()), twice);
        assertThat(CallThreads.known(twice)).isNull();
    }

    @Test
    void unknownToken_leavesTheEventLoop() {
        String token = issuer.token("alice", "product-mgmt", "product:read");
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getGetProductMethod(), token)))
                .isFalse();
    }

    @Test
    void slowKeys_holdNoThread_andAreBounded() {
        String known = known();
        keys.slow = slowness;
        String unknown = issuer.token("bob", "product-mgmt", "product:read");
        CountDownLatch served = new CountDownLatch(1);
        AtomicBoolean checked = new AtomicBoolean();
        Executor waiting = executor(ProductMgmtServiceGrpc.getGetProductMethod(), unknown);
        waiting.execute(() -> {
            checked.set(
                    requireNonNull(CallThreads.checked()).toCompletableFuture().isDone());
            served.countDown();
        });
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getGetProductMethod(), known)))
                .isTrue();
        AtomicBoolean shed = new AtomicBoolean();
        executor(ProductMgmtServiceGrpc.getGetProductMethod(), unknown).execute(() -> shed.set(threads.shedding()));
        assertThat(shed).isTrue();
        assertThat(served.getCount()).isEqualTo(1);
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getListProductsMethod(), known)))
                .as("a known caller waits for no check of another's token")
                .isFalse();
        assertThat(threads.shedding()).isFalse();
        slowness.complete(null);
        awaitQuietly(served);
        assertThat(checked).isTrue();
        assertThat(ranHere(executor(ProductMgmtServiceGrpc.getListProductsMethod(), known)))
                .isFalse();
    }

    @Test
    void fullPool_shedsWithoutWaiting() throws InterruptedException {
        String known = known();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Executor first = executor(ProductMgmtServiceGrpc.getListProductsMethod(), known);
        first.execute(() -> {
            busy.countDown();
            awaitQuietly(release);
        });
        busy.await();
        executor(ProductMgmtServiceGrpc.getListProductsMethod(), known).execute(() -> {});
        AtomicBoolean shed = new AtomicBoolean();
        executor(ProductMgmtServiceGrpc.getListProductsMethod(), known).execute(() -> shed.set(threads.shedding()));
        assertThat(shed).isTrue();
        assertThat(threads.shedding()).isFalse();
        release.countDown();
    }

    private String known() {
        String token = issuer.token("alice", "product-mgmt", "product:read");
        verifier.verify(token).toCompletableFuture().join();
        return token;
    }

    private Executor executor(MethodDescriptor<?, ?> method, String token) {
        return threads.getExecutor(call(method), authorized(token));
    }

    private static Metadata authorized(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return headers;
    }

    private static <Q, A> ServerCall<Q, A> call(MethodDescriptor<Q, A> method) {
        return new ServerCall<>() {
            @Override
            public MethodDescriptor<Q, A> getMethodDescriptor() {
                return method;
            }

            @Override
            public void request(int messages) {}

            @Override
            public void sendHeaders(Metadata headers) {}

            @Override
            public void sendMessage(A message) {}

            @Override
            public void close(Status status, Metadata trailers) {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    private static boolean ranHere(Executor executor) {
        Thread here = Thread.currentThread();
        AtomicBoolean ranHere = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        executor.execute(() -> {
            ranHere.set(Thread.currentThread() == here);
            done.countDown();
        });
        awaitQuietly(done);
        return ranHere.get();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The issuer's keys, from now on only once a stage has ended. */
    private static final class SlowKeys implements KeySource {
        private final KeySource keys;
        private volatile CompletableFuture<Void> slow = CompletableFuture.completedFuture(null);

        SlowKeys(KeySource keys) {
            this.keys = keys;
        }

        @Override
        public CompletionStage<Optional<VerificationKey>> find(String id) {
            return slow.thenCompose(done -> keys.find(id));
        }

        @Override
        public void onWithdrawal(Consumer<String> withdrawn) {
            keys.onWithdrawal(withdrawn);
        }
    }
}
