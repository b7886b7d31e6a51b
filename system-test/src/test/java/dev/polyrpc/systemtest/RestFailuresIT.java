package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the REST view makes of a service's answers: a service that answers as the test says stands behind the edge here. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class RestFailuresIT {
    private static final int MANY = 1000; // more than connections hold in their buffers

    private static final Map<String, String> TOKEN = Map.of("authorization", "Bearer a.b.c");

    @TempDir
    static Path folder;

    private static final FakeProducts fake = new FakeProducts();
    private static Server server;
    private static Edge edge;
    private static Rest rest;

    @BeforeAll
    static void start() throws IOException {
        server = PlayedService.of(fake).build().start();
        edge = Edge.start(folder, Map.of("PRODUCT_MGMT_PORT", String.valueOf(server.getPort())));
        rest = new Rest(edge, TestCertificates.directory());
        fake.answer = new Failure(Kind.NOT_FOUND, "NONE", "none");
        Eventually.until("the service is healthy", Duration.ofSeconds(20), () -> get().status() == 404);
    }

    @AfterAll
    static void stop() {
        edge.close();
        server.shutdownNow();
    }

    static Stream<Failure> failures() {
        Stream<Failure> kinds = Stream.of(Kind.values())
                .filter(kind -> kind != Kind.INTERNAL)
                .map(kind -> new Failure(kind, "REASON_OF_" + kind, "\u00ab%s\u00bb: 100 %% \"so\"\n".formatted(kind)));
        return Stream.concat(
                kinds,
                Stream.of(
                        retryLater(),
                        Failure.invalid("QUANTITY_OUT_OF_RANGE", "change", 0, "-100000 to 100000, not 0"),
                        new Failure(Kind.CONFLICT, "ETAG_STALE", "stale", Map.of("etag", "7")),
                        new Failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "gone", Map.of("oldest", "12"))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_ofAnyKind_isAProblemWithAllThatIsKnownOfIt(Failure failure) { // REST-8
        fake.answer = failure;
        Rest.Answer answer = get();
        JsonNode problem = answer.body();
        assertThat(answer.status()).isEqualTo(status(failure.kind()));
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(problem.path("detail").asText()).isEqualTo(failure.getMessage());
        assertThat(problem.path("reason").asText()).isEqualTo(failure.reason());
        assertThat(problem.path("code").asText())
                .isEqualTo(Statuses.of(failure, "id").getStatus().getCode().name());
        assertThat(problem.path("requestId").asText()).isEqualTo("the-service-s-own");
        failure.details().forEach((name, value) -> {
            String at = name.equals(Failure.RETRY_AFTER_MS) ? "/retryAfterMs" : "/metadata/" + name;
            assertThat(problem.at(at).asText()).isEqualTo(value);
        });
        assertThat(answer.headers().firstValue("www-authenticate"))
                .isEqualTo(
                        failure.kind() == Kind.UNAUTHENTICATED
                                ? Optional.of("Bearer realm=\"polyrpc\", error=\"invalid_token\"")
                                : Optional.empty());
        assertThat(answer.headers().firstValue("retry-after").isPresent())
                .isEqualTo(failure.kind() == Kind.EXHAUSTED || failure.kind() == Kind.UNAVAILABLE);
        assertThat(answer.headers().map()).doesNotContainKeys("grpc-status", "grpc-message", "grpc-status-details-bin");
    }

    @Test
    void failure_ofAField_namesTheField() { // REST-8
        fake.answer = Failure.invalid("QUANTITY_OUT_OF_RANGE", "change", 0, "1");
        JsonNode violation = get().body().path("fieldViolations").path(0);
        assertThat(violation.path("field").asText()).isEqualTo("change");
        assertThat(violation.path("description").asText()).isEqualTo("change: 0 (expected: 1)");
    }

    @Test
    void failure_thatKnowsWhen_saysWhenToComeAgain() { // REST-6
        fake.answer = retryLater();
        Rest.Answer answer = get();
        assertThat(answer.body().path("retryAfterMs").asInt()).isEqualTo(1500);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
    }

    @Test
    void failure_thatNobodyExpected_saysNothingOfItself() { // REST-8
        fake.answer = new IllegalStateException("SELECT secret FROM table");
        Rest.Answer answer = get();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().path("detail").asText()).isEqualTo("internal error");
        assertThat(answer.body().toString()).doesNotContain("secret", "Exception");
    }

    @Test
    void value_thatIsNotOfItsType_isAProblem() { // REST-3
        Rest.Answer answer = rest.call(
                "POST", "/v1/products/chai:adjust", "{\"change\":1.5}", with("content-type", "application/json"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("reason").asText()).isEqualTo("VALUE_MALFORMED");
        assertThat(answer.body().at("/fieldViolations/0/field").asText()).isEqualTo("change");
    }

    @Test
    void deadline_asTheCallerSays_reachesTheServiceAndHolds() throws InterruptedException { // REST-5
        fake.answer = null; // never
        long began = System.nanoTime();
        Rest.Answer answer = rest.get("/v1/products/chai", with("x-request-timeout-ms", "2000"));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body().path("reason").asText()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(System.nanoTime() - began)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(1900), TimeUnit.SECONDS.toNanos(10));
        assertThat(fake.lastLeftMs()).isBetween(1000L, 2000L);
        assertThat(fake.cancelled.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void deadline_noneOrTooLong_isThirtySeconds() throws InterruptedException { // REST-5
        fake.answer = new Failure(Kind.NOT_FOUND, "NONE", "none");
        for (Map<String, String> headers :
                List.of(TOKEN, with("x-request-timeout-ms", "999999999"), with("grpc-timeout", "1n"))) {
            assertThat(rest.get("/v1/products/chai", headers).status()).isEqualTo(404);
            assertThat(fake.lastLeftMs()).isBetween(25_000L, 30_000L);
        }
    }

    private static Failure retryLater() {
        return new Failure(Kind.EXHAUSTED, "OVERLOADED", "too much at once", Map.of(Failure.RETRY_AFTER_MS, "1500"));
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case INVALID, OUT_OF_RANGE, STATE -> 400;
            case UNAUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case EXISTS, CONFLICT -> 409;
            case EXHAUSTED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
            case DEADLINE -> 504;
        };
    }

    @Test
    @Timeout(30)
    void watch_thatEnds_isAskedAgainAndThenTellsWhy() { // REST-2
        fake.answer = new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the service stops");
        String path = "/v1/inventoryEvents:watch";
        var first = rest.watch(path + "?after=0", TOKEN);
        assertThat(first.statusCode()).isEqualTo(200);
        try (Stream<String> lines = first.body()) {
            assertThat(lines).singleElement().asString().startsWith("{").contains("\"position\":\"1\"");
        }
        Rest.Answer again = rest.get(path + "?after=1", TOKEN);
        assertThat(again.status()).isEqualTo(503);
        assertThat(again.body().path("reason").asText()).isEqualTo("SERVER_DRAINING");
    }

    @Test
    void watch_withALongDeadline_isTakenForAsLongAsATokenLives() throws InterruptedException { // REST-5
        fake.answer = new Failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "gone");
        Rest.Answer answer = rest.get("/v1/inventoryEvents:watch?after=1", with("x-request-timeout-ms", "999999999"));
        assertThat(answer.body().path("reason").asText()).isEqualTo("POSITION_EXPIRED");
        assertThat(fake.lastLeftMs()).isBetween(600_000L, 660_000L);
    }

    @Test
    void watch_withADeadlineOfGrpcs_isNotEndedByIt() throws InterruptedException { // REST-5
        fake.answer = new Failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "gone");
        Rest.Answer answer = rest.get("/v1/inventoryEvents:watch?after=1", with("grpc-timeout", "1n"));
        assertThat(answer.body().path("reason").asText()).isEqualTo("POSITION_EXPIRED");
        assertThat(fake.lastLeftMs()).isEqualTo(-1);
    }

    @Test
    void answer_ofMuch_comesWhole() { // REST-1
        assertThat(rest.get("/v1/products", TOKEN).body().path("products")).hasSize(MANY);
    }

    private static Map<String, String> with(String name, String value) {
        return Map.of("authorization", "Bearer a.b.c", name, value);
    }

    private static Rest.Answer get() {
        return rest.get("/v1/products/chai", TOKEN);
    }

    /** Refuses every call as it is told, or never answers. */
    private static final class FakeProducts extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
        private final BlockingQueue<Long> left = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> cancelled = new LinkedBlockingQueue<>();
        private volatile Throwable answer;

        @Override
        public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
            Deadline deadline = Context.current().getDeadline();
            left.add(deadline == null ? -1 : deadline.timeRemaining(TimeUnit.MILLISECONDS));
            if (answer != null) {
                responses.onError(Statuses.of(answer, "the-service-s-own"));
            } else {
                Context.current().addListener(context -> cancelled.add(true), Runnable::run);
            }
        }

        @Override
        public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> responses) {
            responses.onNext(ListProductsResponse.newBuilder()
                    .addAllProducts(Collections.nCopies(
                            MANY, Product.newBuilder().setName("x".repeat(100)).build()))
                    .build());
            responses.onCompleted();
        }

        @Override
        public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> responses) {
            Deadline deadline = Context.current().getDeadline();
            left.add(deadline == null ? -1 : deadline.timeRemaining(TimeUnit.MILLISECONDS));
            if (request.getAfter() == 0) {
                responses.onNext(WatchInventoryResponse.newBuilder()
                        .setEvent(InventoryEvent.newBuilder().setPosition(1))
                        .build());
            }
            responses.onError(Statuses.of(answer, "the-service-s-own"));
        }

        @Override
        public void adjustInventory(AdjustInventoryRequest request, StreamObserver<AdjustInventoryResponse> responses) {
            responses.onError(Statuses.of(new IllegalStateException("called"), "id"));
        }

        /** How long the latest call had left when it came; -1 = as long as it liked. */
        private long lastLeftMs() throws InterruptedException {
            Long last = left.poll(10, TimeUnit.SECONDS);
            while (!left.isEmpty()) {
                last = left.take();
            }
            return Objects.requireNonNull(last, "no call came");
        }
    }
}
