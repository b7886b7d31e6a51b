package dev.polyrpc.systemtest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private OutboundRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = OutboundRig.start(Map.of("UNDER_WAY", String.valueOf(UNDER_WAY)));
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    @Test
    void call_oneMoreThanMayBeUnderWay_isRefusedAtOnceAndOthersGoOn() throws Exception {
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
    void call_neitherSideKeepsItsDeadline_isEndedByTheSidecarAndAtTheCallee() throws Exception { // RPC-10
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
    void terminate_callUnderWay_isFinishedFirst() throws Throwable {
        rig.callee().hold();
        ListenableFuture<GetProductResponse> call = get(rig.channel(), LIMIT);
        Callee.Received received = rig.callee().next();
        rig.sidecar().process().terminate();
        Eventually.until(
                "it drains",
                LIMIT,
                () -> rig.sidecar().process().lines().stream()
                        .anyMatch(line -> line.path("message").asText().equals("draining")));
        received.answer();
        assertThat(answer(call)).isNotNull();
        assertThat(rig.sidecar().process().exit(LIMIT)).isZero();
    }

    @Test
    void call_calleeCannotBeReached_isUnavailableAndTellsNothingInternal() {
        rig.callee().close();
        var refusal = Refusals.assertRefused(() -> answer(get(rig.channel(), LIMIT)), Status.Code.UNAVAILABLE);
        assertThat(Refusals.reason(refusal)).isIn("BACKEND_UNAVAILABLE", "CIRCUIT_OPEN");
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
