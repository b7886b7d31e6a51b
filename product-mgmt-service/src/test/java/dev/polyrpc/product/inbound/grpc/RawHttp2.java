package dev.polyrpc.product.inbound.grpc;

import com.google.protobuf.MessageLite;
import dev.polyrpc.kit.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** HTTP/2 as no gRPC library would speak it, from a peer and with a token that are good. */
final class RawHttp2 {
    static final String ADJUST = "polyrpc.product.v1.ProductMgmtService/AdjustInventory";
    private static final int FRAME_HEADER = 5;

    private final ProductWire wire;

    RawHttp2(ProductWire wire) {
        this.wire = wire;
    }

    /** What a gRPC client would send, to be changed. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/grpc");
        headers.put("te", "trailers");
        headers.put("authorization", "Bearer " + wire.goodToken());
        return headers;
    }

    Answer post(String method, Map<String, String> headers, byte[] body) throws InterruptedException {
        return send(method, headers, "POST", body);
    }

    /** Sends a request on a fresh connection. */
    Answer send(String method, Map<String, String> headers, String verb, byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:%d/%s".formatted(wire.port(), method)))
                .timeout(Duration.ofSeconds(10))
                .method(
                        verb,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TestCertificates.identity("warehouse").https("product-mgmt"))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("grpc-status").orElse(""));
        } catch (IOException e) {
            return Answer.NONE;
        }
    }

    static byte[] frame(MessageLite message) {
        return frame(0, message.toByteArray());
    }

    static byte[] frame(int flag, byte[] content) {
        return ByteBuffer.allocate(FRAME_HEADER + content.length)
                .put((byte) flag)
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        return zipped.toByteArray();
    }

    /** The HTTP status, and the gRPC status where there is one. */
    record Answer(int http, String grpc) {
        /** The stream was reset, or the connection closed. */
        static final Answer NONE = new Answer(0, "");
    }
}
