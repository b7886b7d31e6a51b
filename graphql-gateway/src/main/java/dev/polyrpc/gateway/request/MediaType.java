package dev.polyrpc.gateway.request;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The media types of answers, and which of them a client gets. */
enum MediaType {
    /** A status says whether the operation ran. */
    GRAPHQL_RESPONSE("application/graphql-response+json"),
    /** The older one: whatever parses is answered 200. */
    JSON("application/json"),
    /** Events, for as long as the operation goes on. */
    EVENTS("text/event-stream");

    private final String text;
    private final String withCharset;

    MediaType(String text) {
        this.text = text;
        this.withCharset = text + "; charset=utf-8";
    }

    String withCharset() {
        return withCharset;
    }

    /** The one that the {@code accept} header likes best; the older one where it likes all or says nothing. */
    static Optional<MediaType> preferred(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(JSON);
        }
        MediaType best = null;
        double bestQuality = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            MediaType type = ofRange(range.split(";", 2)[0].strip());
            double quality = quality(range);
            if (type != null && quality > bestQuality) {
                best = type;
                bestQuality = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether a body of that {@code content-type} is JSON in UTF-8. */
    static boolean isJson(String contentType) {
        if (contentType.equals(JSON.text)) {
            return true; // what nearly all send
        }
        List<String> parts = List.of(contentType.toLowerCase(Locale.ROOT).split(";", -1));
        return parts.get(0).strip().equals(JSON.text)
                && parts.stream()
                        .skip(1)
                        .map(String::strip)
                        .filter(parameter -> parameter.startsWith("charset="))
                        .allMatch(charset -> charset.matches("charset=\"?utf-8\"?"));
    }

    private static @Nullable MediaType ofRange(String range) {
        return switch (range) {
            case "application/graphql-response+json" -> GRAPHQL_RESPONSE;
            case "text/event-stream" -> EVENTS;
            case "application/json", "application/*", "*/*" -> JSON;
            default -> null;
        };
    }

    private static double quality(String range) {
        for (String parameter : range.split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.startsWith("q=")) {
                return number(stripped.substring(2));
            }
        }
        return 1;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
