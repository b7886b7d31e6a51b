package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.PeerPolicy;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class InterceptorOrderTest {
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @Test
    void firstListed_runsOutermost() throws IOException {
        ServerServiceDefinition health =
                new HealthStatusManager().getHealthService().bindService();
        Server server = InProcessServerBuilder.forName("order")
                .directExecutor()
                .addService(
                        GrpcServerBuilder.intercepted(health, List.of(named("first"), named("second"), named("third"))))
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName("order").directExecutor().build();
        HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void everyServer_hasThisOrder() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        PeerPolicy peers = TestPolicy.of("return");
        try (TestIssuer issuer = TestIssuer.start();
                TokenVerifier verifier = TokenVerifier.create(new VerifierConfig("i", "a"), issuer.keys());
                CallThreads threads = new CallThreads(verifier, Map.of(), Set.of());
                DenialInterceptor denials = new DenialInterceptor(peers, Map.of())) {
            assertThat(GrpcServer.builder(0, Guard.of(TestCertificates.identity("return"), peers, verifier))
                            .interceptors(Map.of(), threads, timer, new Drain(), denials))
                    .extracting(interceptor -> interceptor.getClass().getSimpleName())
                    .containsExactly(
                            "RequestIdInterceptor", // first, so that every log line and every refusal has one
                            "AccessLogInterceptor", // sees every refusal further in
                            "CloseOnceInterceptor", // so that every one further in may close at any time
                            "StreamEndInterceptor", // ... and what serves a stream ends then
                            "FailureInterceptor",
                            "AdmissionInterceptor", // before any work is done
                            "DeadlineInterceptor",
                            "PeerInterceptor", // who is connected ...
                            "TokenInterceptor", // ... who is calling ...
                            "PolicyInterceptor", // ... and whether they may
                            "SubjectStreamsInterceptor", // knows the caller
                            "ExpiryInterceptor", // ... so does it
                            "DenialInterceptor", // ... and the process
                            "HeadersInterceptor"); // last, so that no call that is refused sends any
        } finally {
            timer.shutdownNow();
        }
    }

    private ServerInterceptor named(String name) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                ran.add(name);
                return next.startCall(call, headers);
            }
        };
    }
}
