package dev.polyrpc.systemtest;

import static dev.polyrpc.systemtest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the programs show and refuse to those outside: refused calls, health, reflection, metrics, logs. */
class OutsideIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension
    static final Landscape landscape = new Landscape();

    private final Shop shop = new Shop(landscape);

    @Test
    void call_noToken_isUnauthenticated() { // TOK-1
        assertRefused(
                () -> products(landscape.anonymous(Built.PRODUCT_MGMT, "alice")).getProduct(Shop.get("chai")),
                Status.Code.UNAUTHENTICATED,
                "TOKEN_INVALID");
    }

    @Test
    void call_scopeMissing_isDenied() { // TOK-23
        assertRefused(
                () -> landscape.returns("warehouse").initiateReturn(Shop.opening("chai", 1)),
                Status.Code.PERMISSION_DENIED,
                "SCOPE_MISSING");
    }

    @Test
    void call_tokenOfAnotherAudience_isUnauthenticated() { // TOK-21
        String token = landscape.token("alice", Built.RETURN);
        Channel channel = Wire.authorized(landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> token);

        assertRefused(
                () -> products(channel).getProduct(Shop.get("chai")), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
    }

    @Test
    void moveStock_byAnotherProcessThanReturn_isDenied() { // TLS-11
        assertRefused(
                () -> landscape
                        .products("warehouse")
                        .moveStock(MoveStockRequest.newBuilder()
                                .setMovementId("returns/none:quarantine")
                                .setProductId("chai")
                                .setQuantity(1)
                                .setMovement(Movement.MOVEMENT_QUARANTINE)
                                .setInitiatedBy("warehouse")
                                .build()),
                Status.Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "rogue", "no-client-auth"})
    void call_leafThatTlsRefuses_neverArrives(String leaf) { // TLS-2, TLS-3, TLS-4
        assertRefused(() -> withBadLeaf(leaf).getProduct(Shop.get("chai")), Status.Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-domain", "two-ids", "no-id"})
    void call_leafWithoutOneIdOfOurs_isDenied(String leaf) { // TLS-9, TLS-10
        assertRefused(
                () -> withBadLeaf(leaf).getProduct(Shop.get("chai")), Status.Code.PERMISSION_DENIED, "PEER_ID_INVALID");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void health_certificateAndNoToken_isServing(Built program) {
        var health = HealthGrpc.newBlockingStub(landscape.anonymous(program, "alice"));

        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void reflection_certificateAndNoToken_namesTheService(Built program) {
        var answers = new Collected<ServerReflectionResponse>();
        var requests = ServerReflectionGrpc.newStub(landscape.anonymous(program, "alice"))
                .serverReflectionInfo(answers);
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        requests.onCompleted();

        List<String> names = answers.all(LIMIT).get(0).getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .toList();
        assertThat(names)
                .contains(
                        program == Built.PRODUCT_MGMT
                                ? "polyrpc.product.v1.ProductMgmtService"
                                : "polyrpc.returns.v1.ReturnService");
    }

    @ParameterizedTest
    @EnumSource
    void admin_runningProgram_isLiveAndReady(Built program) {
        assertThat(admin(program, "/livez").statusCode()).isEqualTo(200);
        Eventually.until(
                program.label() + " is ready",
                LIMIT,
                () -> admin(program, "/readyz").statusCode() == 200);
    }

    @ParameterizedTest
    @EnumSource
    void metrics_everyProgram_hasProcessAndMemory(Built program) {
        assertThat(admin(program, "/metrics").body())
                .contains("\njvm_memory_used_bytes")
                .containsPattern("\n(process|jvm)_cpu_");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void metrics_afterCalls_haveRateErrorsAndDuration(Built program) {
        shop.open(shop.stock("measured-" + program.label(), 5), 1);
        assertRefused(
                () -> HealthGrpc.newBlockingStub(landscape.anonymous(program, "alice"))
                        .check(HealthCheckRequest.newBuilder()
                                .setService("no.such.Service")
                                .build()),
                Status.Code.NOT_FOUND);

        assertThat(admin(program, "/metrics").body())
                .containsPattern("\ngrpc_server_call_duration_seconds_count\\{.*grpc_status=\"OK\".*} [1-9]")
                .containsPattern("\ngrpc_server_call_duration_seconds_count\\{.*grpc_status=\"NOT_FOUND\".*} [1-9]")
                .containsPattern("\ngrpc_server_call_duration_seconds_bucket\\{");
    }

    @Test
    void metrics_returnInQuarantine_isCountedByStateAndAged() {
        shop.open(shop.stock("waiting", 5), 1);

        assertThat(admin(Built.RETURN, "/metrics").body())
                .containsPattern("\n\\w*returns\\w*\\{.*state=\"QUARANTINED\".*} [1-9]")
                .containsPattern("\n\\w*quarantine\\w*_seconds(\\{.*})? [0-9]");
    }

    @Test
    void log_call_isOneJsonLineOfIt() {
        String product = shop.stock("logged", 5);
        Metadata headers = new Metadata();
        headers.put(Wire.REQUEST_ID, "story-7");
        landscape
                .products("auditor")
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .getProduct(Shop.get(product));

        JsonNode line = Eventually.value(
                "the call's log line",
                LIMIT,
                () -> landscape.process(Built.PRODUCT_MGMT).lines().stream()
                        .filter(entry -> entry.toString().contains("story-7"))
                        .findFirst());
        assertThat(line.path("requestId").asText()).isEqualTo("story-7");
        assertThat(line.path("method").asText()).isEqualTo("polyrpc.product.v1.ProductMgmtService/GetProduct");
        assertThat(line.path("peer").asText()).isEqualTo("auditor");
        assertThat(line.path("subject").asText()).isEqualTo("auditor");
        assertThat(line.path("code").asText()).isEqualTo("OK");
        assertThat(line.path("ms").isNumber()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void log_everyLine_isJson(Built program) {
        assertThat(landscape.process(program).lines())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.isObject()).as(line.toString()).isTrue());
    }

    @Test
    void output_afterGoodAndBadCalls_holdsNoToken() { // TOK-25
        String token = landscape.token("alice", Built.RETURN);
        Channel channel = Wire.authorized(landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> token);
        var refusal = assertRefused(
                () -> products(channel).getProduct(Shop.get("chai")), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
        shop.open(shop.stock("secret", 5), 1);

        assertThat(refusal.toString() + refusal.getTrailers()).doesNotContain(token);
        Secrets.assertNone(landscape.allOutput(), landscape.desk());
        for (Built program : Built.values()) {
            Secrets.assertNone(admin(program, "/metrics").body(), landscape.desk());
        }
    }

    private static ProductMgmtServiceBlockingStub products(Channel channel) {
        return ProductMgmtServiceGrpc.newBlockingStub(channel);
    }

    private static ProductMgmtServiceBlockingStub withBadLeaf(String leaf) {
        return products(Wire.authorized(
                Wire.limited(landscape.badChannel(Built.PRODUCT_MGMT, leaf), LIMIT),
                () -> landscape.token("alice", Built.PRODUCT_MGMT)));
    }

    private static HttpResponse<String> admin(Built program, String path) {
        URI address = URI.create("http://localhost:%d%s".formatted(landscape.adminPort(program), path));
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + address, e);
        }
    }
}
