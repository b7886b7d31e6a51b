package dev.polyrpc.gateway.inbound.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file that a browser loads, as it is and compressed. Immutable. */
record PageFile(Buffer plain, Buffer gzipped) {
    /** Reads a file of the page from the class path. */
    static PageFile read(String name) {
        try (InputStream file = PageFile.class.getResourceAsStream("/graphiql/" + name)) {
            if (file == null) {
                throw new IllegalStateException("not on the class path: graphiql/" + name);
            }
            byte[] bytes = file.readAllBytes();
            return new PageFile(Buffer.buffer(bytes), Buffer.buffer(gzip(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers with the file, compressed where the client takes that. */
    void send(HttpServerRequest request) {
        if (takesGzip(request.getHeader("accept-encoding"))) {
            request.response().putHeader("content-encoding", "gzip").end(gzipped.copy());
        } else {
            request.response().end(plain.copy());
        }
    }

    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null
                && encodings.matches("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?\\s*(,.*)?");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
