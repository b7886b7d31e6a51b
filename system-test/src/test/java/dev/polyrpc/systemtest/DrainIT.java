package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnState;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that end or are gone: a drain under SIGTERM, and life without the token service. */
class DrainIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(12);
    private static final int SIGTERM_EXIT = 143;
    private static final String PRODUCT_NAME = "query($id: ID!) { product(id: $id) { name } }";

    @RegisterExtension
    static final Landscape landscape = new Landscape();

    private final Shop shop = new Shop(landscape);

    @Test
    void terminate_callUnderWay_isFinishedWhileHealthSaysNotServing() throws Exception {
        String product = shop.stock("drained", 5);
        shop.open(product, 1);
        RunningProgram draining = landscape.process(Built.RETURN);
        RunningProgram backend = landscape.process(Built.PRODUCT_MGMT);
        Collected<HealthCheckResponse> health = new Collected<>();

        try (Context.CancellableContext watching = Context.current().withCancellation()) {
            watching.run(() -> HealthGrpc.newStub(landscape.channel(Built.RETURN, "alice"))
                    .watch(HealthCheckRequest.getDefaultInstance(), health));
            Eventually.until("health says SERVING", LIMIT, () -> says(health, ServingStatus.SERVING));
            ListenableFuture<InitiateReturnResponse> underWay;
            backend.freeze();
            try {
                underWay = openLater(product);
                awaitIntent();
                draining.terminate();
                Eventually.until("health says NOT_SERVING", LIMIT, () -> says(health, ServingStatus.NOT_SERVING));
            } finally {
                backend.thaw();
            }
            assertThat(underWay.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                            .getProductReturn()
                            .getState())
                    .isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        }

        assertThat(draining.exit(DRAIN_LIMIT)).isIn(0, SIGTERM_EXIT);
        landscape.start(Built.RETURN);
        landscape.reconnect();
    }

    @ParameterizedTest
    @EnumSource
    void terminate_idleProgramWithOpenConnections_endsAtOnce(Built program) {
        shop.open(shop.stock("idle-" + program.label(), 5), 1); // every program but the gateway has a connection now
        landscape.gateway().askAnonymously("{ products { nodes { name } } }");

        landscape.process(program).terminate();

        assertThat(landscape.process(program).exit(DRAIN_LIMIT)).isIn(0, SIGTERM_EXIT);
        landscape.start(program);
        landscape.reconnect();
    }

    @Test
    void terminate_underLoad_noCallFailsAndNoneTakesEffectTwice() throws InterruptedException {
        String product = shop.stock("busy", 5);
        RunningProgram draining = landscape.process(Built.PRODUCT_MGMT);
        try (SteadyClients clients = SteadyClients.start(landscape, product, 4)) {
            clients.awaitMore(200);
            draining.terminate();
            assertThat(draining.exit(DRAIN_LIMIT)).isIn(0, SIGTERM_EXIT);
            landscape.start(Built.PRODUCT_MGMT);
            landscape.reconnect();
            clients.awaitMore(200);
            int added = clients.stop();

            assertThat(clients.failures()).isEmpty();
            assertThat(shop.stockOf(product).getOnHand()).isEqualTo(5 + added);
        }
    }

    @Test
    void tokenServiceDown_tokensInHandGoOn_othersFailFast() {
        String product = shop.stock("offline", 5);
        GraphQl gateway = landscape.gateway();
        String exchanged = landscape.desk().token("alice", Built.GATEWAY);
        String unused = landscape.desk().token("alice", Built.GATEWAY);
        String direct = landscape.desk().token("alice", Built.PRODUCT_MGMT);
        assertThat(name(gateway, exchanged, product)).isEqualTo("Product offline");
        shop.open(product, 1);

        landscape.process(Built.TOKEN).kill();
        try {
            // Neither the exchange nor the keys are asked for again, even for a token that was never seen before.
            assertThat(name(gateway, exchanged, product)).isEqualTo("Product offline");
            Channel channel = Wire.authorized(landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> direct);
            assertThat(ProductMgmtServiceGrpc.newBlockingStub(channel)
                            .getProduct(Shop.get(product))
                            .getProduct()
                            .getName())
                    .isEqualTo("Product offline");
            assertThat(shop.open(product, 1).getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);

            long asked = System.nanoTime();
            JsonNode errors =
                    gateway.ask(unused, PRODUCT_NAME, Map.of("id", product)).path("errors");
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            assertThat(errors.path(0).path("extensions").path("code").asText())
                    .as(errors.toString())
                    .isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(took).isLessThan(Duration.ofSeconds(3));
        } finally {
            landscape.start(Built.TOKEN);
        }
        Eventually.until(
                "tokens are exchanged again",
                LIMIT,
                () -> name(gateway, unused, product).equals("Product offline"));
    }

    private ListenableFuture<InitiateReturnResponse> openLater(String product) {
        Channel channel = Wire.authorized(
                landscape.anonymous(Built.RETURN, "alice"), () -> landscape.token("alice", Built.RETURN));
        return ReturnServiceGrpc.newFutureStub(channel).initiateReturn(Shop.opening(product, 2));
    }

    private static void awaitIntent() {
        try (Books books = Books.open(landscape.database(Built.RETURN))) {
            Eventually.value("the return's intent is committed", LIMIT, books::anyMidStep);
        }
    }

    private static boolean says(Collected<HealthCheckResponse> health, ServingStatus status) {
        return health.soFar().stream().anyMatch(answer -> answer.getStatus() == status);
    }

    private static String name(GraphQl gateway, String token, String product) {
        return gateway.ask(token, PRODUCT_NAME, Map.of("id", product))
                .path("data")
                .path("product")
                .path("name")
                .asText();
    }
}
