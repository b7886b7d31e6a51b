package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The id of a thing among all things of all types. Clients get it as opaque text; a service's own ids never look like it:
 * they hold no capital letters beyond F.
 *
 * @param type name of the GraphQL type
 * @param key the service's own id
 */
record GlobalId(String type, String key) {
    /** The text that clients get. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((type + ":" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a global id; empty when the text is none. */
    static Optional<GlobalId> parse(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            GlobalId id = colon < 1 ? null : new GlobalId(decoded.substring(0, colon), decoded.substring(colon + 1));
            return Optional.ofNullable(id)
                    .filter(it -> isType(it.type()) && it.text().equals(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A capital letter first: texts of such ids start with Q to W, so no service's own id is taken for a global one. */
    private static boolean isType(String type) {
        return type.charAt(0) >= 'A' && type.charAt(0) <= 'Z';
    }

    /** The service's own id that {@code text}, of a field for things of {@code type}, means: either form will do. */
    static String keyOf(String type, String field, String text) {
        Optional<GlobalId> id = parse(text);
        if (id.isPresent() && !id.get().type().equals(type)) {
            throw Failure.invalid("ID_OF_ANOTHER_TYPE", field, text, "the id of a " + type);
        }
        return id.map(GlobalId::key).orElse(text);
    }
}
