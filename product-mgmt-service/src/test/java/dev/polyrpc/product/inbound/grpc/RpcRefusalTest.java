package dev.polyrpc.product.inbound.grpc;

import static dev.polyrpc.product.inbound.grpc.RawHttp2.ADJUST;
import static dev.polyrpc.product.inbound.grpc.RawHttp2.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.product.inbound.grpc.RawHttp2.Answer;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad HTTP/2 and bad gRPC from a peer and with a token that are good. */
class RpcRefusalTest {
    private static final int TOO_LONG = 4 * 1024 * 1024;

    @TempDir
    static Path directory;

    private static ProductWire wire;
    private static RawHttp2 http;

    @BeforeAll
    static void start() throws IOException {
        wire = ProductWire.start(directory);
        http = new RawHttp2(wire);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void asItShouldBe_isServed() throws Exception {
        assertThat(http.post(ADJUST, http.headers(), frame(ProductWire.change()))
                        .http())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
    void otherContentType_isUnsupported(String type) { // RPC-1
        assertThat(refused(with("content-type", type)).http()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void otherVerb_isNotAllowed(String verb) { // RPC-2
        assertThat(refused(() -> http.send(ADJUST, http.headers(), verb, new byte[0]))
                        .http())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polyrpc.product.v1.ProductMgmtService/Nope", "nobody.v1.Nothing/Nope", "nonsense"})
    void unknownMethod_isUnimplemented(String method) { // RPC-3
        assertThat(refused(() -> http.post(method, http.headers(), good())).grpc())
                .isEqualTo("12");
    }

    @Test
    void unknownEncoding_isUnimplemented() { // RPC-4
        assertThat(refused(with("grpc-encoding", "snappy")).grpc()).isEqualTo("12");
    }

    @Test
    void compressedFlagWithoutEncoding_isInternal() { // RPC-4
        byte[] body = frame(1, ProductWire.change().toByteArray());
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isEqualTo("13");
    }

    @Test
    void messageTooLong_isExhausted() { // RPC-5
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class, () -> wire.good().adjustInventory(tooLong())));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void messageTooLongOnceUnzipped_isExhausted() throws IOException { // RPC-5
        byte[] body = frame(1, RawHttp2.gzip(tooLong().toByteArray()));
        Map<String, String> headers = http.headers();
        headers.put("grpc-encoding", "gzip");
        assertThat(refused(() -> http.post(ADJUST, headers, body)).grpc()).isEqualTo("8");
    }

    @Test
    void lengthBeyondTheLimit_isExhaustedBeforeItsBytesCome() { // RPC-5
        byte[] body =
                ByteBuffer.allocate(10).put((byte) 0).putInt(Integer.MAX_VALUE).array();
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isEqualTo("8");
    }

    @Test
    void truncatedMessage_isInternal() { // RPC-6
        byte[] whole = good();
        byte[] body = Arrays.copyOf(whole, whole.length - 3);
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isEqualTo("13");
    }

    @Test
    void noMessage_isInternal() { // RPC-6
        assertThat(refused(() -> http.post(ADJUST, http.headers(), new byte[0])).grpc())
                .isEqualTo("13");
    }

    @Test
    void twoMessages_isInternal() { // RPC-6
        byte[] first = good();
        byte[] second = good();
        byte[] body = ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isEqualTo("13");
    }

    @Test
    void invalidUtf8_isRefused() { // RPC-7
        byte[] body = frame(0, new byte[] {0x0a, 0x01, (byte) 0xff, 0x10, 0x01});
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isIn("3", "13");
    }

    @Test
    void wrongWireType_isRefused() { // RPC-7
        byte[] body = frame(0, new byte[] {0x08, 0x01, 0x10, 0x01});
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isIn("3", "13");
    }

    @Test
    void noProtobufAtAll_isRefused() { // RPC-7
        byte[] body = frame(0, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
        assertThat(refused(() -> http.post(ADJUST, http.headers(), body)).grpc())
                .isIn("3", "13");
    }

    @Test
    void unknownEnumValue_isInvalid() { // RPC-8
        String token = wire.issuer.token("return", "product-mgmt", "stock:quarantine", "stock:settle");
        MoveStockRequest request = MoveStockRequest.newBuilder()
                .setMovementId("returns/018f0000-0000-7000-8000-000000000000:quarantine")
                .setProductId(ProductWire.PRODUCT)
                .setQuantity(1)
                .setMovementValue(99)
                .setInitiatedBy("alice")
                .build();
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> wire.products(TestCertificates.identity("return"), token).moveStock(request)));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void metadataTooLong_isRefused() { // RPC-9
        assertThat(refused(with("x-much", "x".repeat(9 * 1024))).grpc()).isNotEqualTo("0");
    }

    @Test
    void malformedBinaryMetadata_isRefused() { // RPC-9
        assertThat(refused(with("x-bad-bin", "!!!")).grpc()).isNotEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1S", "1X", "S", "1", "123456789S", "0x1S"})
    void malformedTimeout_isRefused(String timeout) { // RPC-11
        assertThat(refused(with("grpc-timeout", timeout)).grpc()).isNotEqualTo("0");
    }

    @Test
    void healthOfUnknownService_isNotFound() { // RPC-13
        var health = HealthGrpc.newBlockingStub(
                        wire.channel(TestCertificates.identity("alice").grpcClient("product-mgmt")))
                .withDeadlineAfter(5, SECONDS);
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> health.check(HealthCheckRequest.newBuilder()
                        .setService("nobody.v1.Nothing")
                        .build())));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    private static AdjustInventoryRequest tooLong() {
        return ProductWire.change().toBuilder()
                .setProductId("x".repeat(TOO_LONG))
                .build();
    }

    private static byte[] good() {
        return frame(ProductWire.change());
    }

    private static Callable<Answer> with(String header, String value) {
        Map<String, String> headers = http.headers();
        headers.put(header, value);
        return () -> http.post(ADJUST, headers, good());
    }

    private static Answer refused(Callable<Answer> attempt) {
        return wire.refused(attempt);
    }
}
