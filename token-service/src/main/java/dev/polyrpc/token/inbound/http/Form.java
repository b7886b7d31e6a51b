package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.Refusals;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each there once; an empty one counts as absent (RFC 6749, 3.2). */
final class Form {
    private static final int MOST_PARAMETERS = 50;

    private final Map<String, String> parameters;

    private Form(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static Form parse(byte[] body) {
        Map<String, String> parameters = new HashMap<>();
        String[] pairs = utf8(body).split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            throw Refusals.invalidRequest("too many parameters");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!pair.isEmpty() && parameters.putIfAbsent(name, value) != null) {
                throw Refusals.invalidRequest("a parameter is there twice");
            }
        }
        return new Form(parameters);
    }

    @Nullable
    String find(String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String require(String name) {
        String value = find(name);
        if (value == null) {
            throw Refusals.invalidRequest(name + ": missing");
        }
        return value;
    }

    /** What there is between single spaces. */
    Set<String> words(String name) {
        String value = find(name);
        return value == null ? Set.of() : Set.copyOf(Arrays.asList(value.split(" ", -1)));
    }

    static String decoded(String text) {
        try {
            String value = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (value.indexOf('\uFFFD') >= 0) {
                throw Refusals.invalidRequest("a parameter is not UTF-8");
            }
            return value;
        } catch (IllegalArgumentException e) {
            throw Refusals.invalidRequest("a parameter is not URL-encoded");
        }
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusals.invalidRequest("the body is not UTF-8");
        }
    }
}
