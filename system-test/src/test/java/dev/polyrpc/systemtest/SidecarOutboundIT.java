package dev.polyrpc.systemtest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a sidecar makes of the calls of its own service: how many, and for how long. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarOutboundIT {
    private static final int UNDER_WAY = 5;
    private static final String HEALTHY = "cluster.product-mgmt.membership_healthy";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private OutboundRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = OutboundRig.start(Map.of("UNDER_WAY", String.valueOf(UNDER_WAY))).awaitHealthy();
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    @Test
    void call_oneMoreThanMayBeUnderWay_isRefusedAtOnceAndOthersGoOn() throws Exception { // SIDE-2
        rig.callee().hold();
        List<ListenableFuture<GetProductResponse>> calls = new ArrayList<>();
        List<Callee.Received> held = new ArrayList<>();
        for (int i = 0; i < UNDER_WAY; i++) {
            calls.add(get(rig.channel(), LIMIT));
            held.add(rig.callee().next());
        }

        var refusal = Refusals.assertRefused(
                () -> answer(get(rig.channel(), LIMIT)), Status.Code.RESOURCE_EXHAUSTED, "BACKEND_BUSY");
        assertThat(refusal.getStatus().getDescription()).isEqualTo("too many calls are under way");
        assertThat(rig.sidecar().stat("cluster.product-mgmt.upstream_rq_active_overflow"))
                .isEqualTo(1);

        held.forEach(Callee.Received::answer);
        for (var call : calls) {
            assertThat(call.get()).isNotNull();
        }
        ListenableFuture<GetProductResponse> another = get(rig.channel(), LIMIT);
        rig.callee().next().answer();
        assertThat(another.get()).isNotNull();
    }

    @Test
    void call_deadline_isToldToTheCallee() throws Exception {
        ListenableFuture<GetProductResponse> call = get(rig.channel(), Duration.ofSeconds(7));
        long left = requireNonNull(rig.callee().next().deadline()).timeRemaining(TimeUnit.MILLISECONDS);
        assertThat(left).isBetween(1L, 7_000L);
        assertThat(call.get()).isNotNull();
    }

    @Test
    void call_callerGivesUp_isCancelledAtTheCallee() throws Exception {
        rig.callee().hold();
        ListenableFuture<GetProductResponse> call = get(rig.channel(), Duration.ofMinutes(5));
        Callee.Received received = rig.callee().next();
        call.cancel(true);
        received.cancelled().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void call_neitherSideKeepsItsDeadline_isEndedByTheSidecarAndAtTheCallee() throws Exception { // RPC-10 SIDE-5
        CompletableFuture<Void> thaw = rig.callee().freeze();
        try {
            Metadata headers = new Metadata();
            headers.put(TIMEOUT, "500m"); // told, but not kept by the caller itself
            Channel patient =
                    ClientInterceptors.intercept(rig.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
            Refusals.assertRefused(
                    () -> answer(ProductMgmtServiceGrpc.newFutureStub(patient).getProduct(Shop.get("any"))),
                    Status.Code.DEADLINE_EXCEEDED,
                    "DEADLINE_EXCEEDED");
            assertThat(rig.sidecar().stat("http.outbound.downstream_rq_max_duration_reached"))
                    .isEqualTo(1);
            assertThat(rig.sidecar().stat("cluster.product-mgmt.upstream_rq_tx_reset"))
                    .isEqualTo(1);
        } finally {
            thaw.complete(null);
        }
    }

    @Test
    void terminate_callUnderWay_isFinishedFirst() throws Throwable { // SIDE-12
        rig.callee().hold();
        ListenableFuture<GetProductResponse> call = get(rig.channel(), LIMIT.multipliedBy(6));
        Callee.Received received = rig.callee().next();
        rig.sidecar().process().terminate();
        Eventually.until(
                "it drains",
                LIMIT,
                () -> rig.sidecar().process().lines().stream()
                        .anyMatch(line -> line.path("message").asText().equals("draining")));
        long end = System.nanoTime() + LIMIT.toNanos();
        ConnectivityState state;
        do { // a share of the answers says so at first
            ListenableFuture<GetProductResponse> another = get(rig.channel(), LIMIT);
            rig.callee().next().answer();
            another.get();
            state = rig.channel().getState(false);
        } while (state != ConnectivityState.IDLE && System.nanoTime() < end);
        assertThat(state).as("told to go away").isEqualTo(ConnectivityState.IDLE);
        received.answer();
        assertThat(answer(call)).isNotNull();
        assertThat(rig.sidecar().process().exit(LIMIT)).isZero();
    }

    @Test
    void call_calleeCannotBeReached_isRefusedInOurWordsAndThenLeftAlone() { // SIDE-3 SIDE-4
        rig.callee().close();
        Eventually.until("CIRCUIT_OPEN is what callers hear", LIMIT.multipliedBy(2), () -> {
            var refusal = Refusals.assertRefused(() -> answer(get(rig.channel(), LIMIT)), Status.Code.UNAVAILABLE);
            assertThat(Refusals.reason(refusal)).isIn("BACKEND_UNAVAILABLE", "CIRCUIT_OPEN");
            return Refusals.reason(refusal).equals("CIRCUIT_OPEN");
        });
    }

    @Test
    void call_calleeIsUnavailableManyTimes_isLeftAloneForAWhile() throws Throwable { // SIDE-3
        rig.callee().hold();
        for (int i = 0; i < 5; i++) {
            ListenableFuture<GetProductResponse> call = get(rig.channel(), LIMIT);
            rig.callee().next().observer().onError(Status.UNAVAILABLE.asRuntimeException());
            Refusals.assertRefused(() -> answer(call), Status.Code.UNAVAILABLE);
        }
        Eventually.until("it is left alone", LIMIT, () -> rig.sidecar().stat(HEALTHY) == 0);
        Refusals.assertRefused(() -> answer(get(rig.channel(), LIMIT)), Status.Code.UNAVAILABLE, "CIRCUIT_OPEN");

        Eventually.until(
                "its time is over", LIMIT.multipliedBy(2), () -> rig.sidecar().stat(HEALTHY) == 1);
        ListenableFuture<GetProductResponse> call = get(rig.channel(), LIMIT);
        rig.callee().next().answer();
        assertThat(answer(call)).isNotNull();
    }

    @Test
    void call_calleeFailsManyTimes_isNotLeftAlone() throws Exception { // SIDE-3
        rig.callee().hold();
        for (int i = 0; i < 10; i++) {
            ListenableFuture<GetProductResponse> call = get(rig.channel(), LIMIT);
            rig.callee().next().observer().onError(Status.INTERNAL.asRuntimeException());
            Refusals.assertRefused(() -> answer(call), Status.Code.INTERNAL);
        }
        assertThat(rig.sidecar().stat("cluster.product-mgmt.outlier_detection.ejections_detected_consecutive_5xx"))
                .isPositive();
        assertThat(rig.sidecar().stat(HEALTHY)).isEqualTo(1);
    }

    @Test
    void call_moreThanMayWait_isRefusedAtOnce() throws Exception { // SIDE-2
        try (Gate gate = Gate.before(rig.callee().port());
                OutboundRig gated = OutboundRig.start(
                        Map.of("UNDER_WAY", String.valueOf(UNDER_WAY), "CALLED_PORT", String.valueOf(gate.port())))) {
            gated.awaitHealthy();
            gate.shut(); // a connection takes a second to fail, and the calls wait for it
            List<ListenableFuture<GetProductResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * UNDER_WAY; i++) {
                calls.add(get(gated.channel(), LIMIT));
            }
            Map<String, Integer> refused = new HashMap<>();
            for (var call : calls) {
                StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, () -> answer(call));
                refused.merge(Refusals.reason(refusal), 1, Integer::sum);
            }
            assertThat(refused).isEqualTo(Map.of("BACKEND_BUSY", UNDER_WAY, "BACKEND_UNAVAILABLE", UNDER_WAY));
        }
    }

    @Test
    void call_calleeIsAnotherProcess_isNotSent() throws IOException { // TLS-13
        try (TestIssuer another = TestIssuer.start();
                OutboundRig misled = OutboundRig.start(
                        Map.of("CALLED_PORT", String.valueOf(another.uri().getPort())))) {
            awaitMismatch(misled, "product-mgmt");
            Refusals.assertRefused(() -> answer(get(misled.channel(), LIMIT)), Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void keys_ofAnotherProcess_areNotTaken()
            throws IOException { // TLS-13, and they are asked for before any call comes
        try (OutboundRig misled = OutboundRig.start(
                Map.of("TOKEN_PORT", String.valueOf(rig.callee().port())))) {
            awaitMismatch(misled, "token");
        }
    }

    private static void awaitMismatch(OutboundRig misled, String cluster) {
        Eventually.until(
                "the certificate is found to be of another",
                LIMIT,
                () -> misled.sidecar().stat("cluster.%s.ssl.fail_verify_san".formatted(cluster)) > 0);
    }

    private static GetProductResponse answer(ListenableFuture<GetProductResponse> call) throws Throwable {
        try {
            return call.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw requireNonNull(refused.getCause());
        }
    }

    private static ListenableFuture<GetProductResponse> get(Channel channel, Duration limit) {
        ProductMgmtServiceFutureStub stub = ProductMgmtServiceGrpc.newFutureStub(channel);
        return stub.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS).getProduct(Shop.get("any"));
    }
}
