package dev.polyrpc.systemtest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.rpc.ErrorInfo;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of gRPC-Web in its binary form, as a page would make it: frames in HTTP's bodies, the trailers being the last. */
final class GrpcWeb<A> implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int HEAD_BYTES = 5;
    private static final int TRAILERS = 0x80;

    private final HttpResponse<InputStream> response;
    private final DataInputStream body;
    private final MethodDescriptor<?, A> method;
    private final Map<String, String> trailers = new HashMap<>();

    private GrpcWeb(HttpResponse<InputStream> response, MethodDescriptor<?, A> method) {
        this.response = response;
        this.body = new DataInputStream(response.body());
        this.method = method;
        response.headers().map().forEach((name, values) -> trailers.put(name, values.get(0)));
    }

    /** Begins a call; answers once its headers are there. */
    static <Q extends MessageLite, A> GrpcWeb<A> call(
            HttpClient http, int port, MethodDescriptor<Q, A> method, Q question, Map<String, String> headers) {
        byte[] message = question.toByteArray();
        byte[] frame = ByteBuffer.allocate(HEAD_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:%d/%s".formatted(port, method.getFullMethodName())))
                .header("content-type", "application/grpc-web+proto")
                .header("x-grpc-web", "1")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(frame));
        headers.forEach(request::header);
        try {
            return new GrpcWeb<>(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()), method);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The next message; null once there is none, and then the trailers are known. */
    @Nullable
    A next() {
        try {
            int flags = body.read();
            if (flags < 0) {
                return null;
            }
            byte[] frame = body.readNBytes(body.readInt());
            if ((flags & TRAILERS) == 0) {
                return method.parseResponse(new ByteArrayInputStream(frame));
            }
            Arrays.stream(new String(frame, StandardCharsets.UTF_8).split("\r\n", -1))
                    .map(line -> line.split(":", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> trailers.put(pair[0].toLowerCase(Locale.ROOT), pair[1].strip()));
            return null;
        } catch (EOFException torn) {
            throw new AssertionError("a torn frame", torn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one message of a call that succeeds. */
    A answer() {
        A answer = next();
        if (answer == null || next() != null || code() != 0) {
            throw new AssertionError(trailers);
        }
        return answer;
    }

    int httpStatus() {
        return response.statusCode();
    }

    /** The code of gRPC, once all messages are read. */
    int code() {
        return Integer.parseInt(trailers.getOrDefault("grpc-status", "-1"));
    }

    /** A header or trailer. */
    String told(String name) {
        return trailers.getOrDefault(name, "");
    }

    /** The reason of a refusal. */
    String reason() {
        try {
            var status = com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(told("grpc-status-details-bin")));
            return status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
