package dev.polyrpc.gateway.inbound.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers a request's body up to a bound; used by the request's event loop alone. */
final class BodyReader {
    private static final int MOST_DIGITS = 18;

    private final int most;
    private final Consumer<@Nullable Buffer> reader;
    private final Buffer body = Buffer.buffer();
    private boolean done;

    private BodyReader(int most, Consumer<@Nullable Buffer> reader) {
        this.most = most;
        this.reader = reader;
    }

    /** Hands the whole body over, or null as soon as it is known to be longer than {@code most} bytes. */
    static void read(HttpServerRequest request, int most, Consumer<@Nullable Buffer> reader) {
        BodyReader body = new BodyReader(most, reader);
        if (announced(request) > most) {
            body.end(null);
            return;
        }
        request.handler(body::add).endHandler(end -> body.end(body.body));
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length == null) {
            return 0;
        }
        return isNumber(length) ? Long.parseLong(length) : Long.MAX_VALUE;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private void add(Buffer chunk) {
        if (body.length() + chunk.length() > most) {
            end(null);
        } else if (!done) {
            body.appendBuffer(chunk);
        }
    }

    private void end(@Nullable Buffer outcome) {
        if (!done) {
            done = true;
            reader.accept(outcome);
        }
    }
}
