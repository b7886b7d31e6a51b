package dev.polyrpc.gateway.document;

import org.jspecify.annotations.Nullable;

/**
 * How a request says which document it means: by one of both.
 *
 * @param text the document itself
 * @param id the name of a document that the gateway knows
 */
public record DocumentName(@Nullable String text, @Nullable String id) {
    /** A document that is sent as it is. */
    public static DocumentName ofText(String text) {
        return new DocumentName(text, null);
    }

    /** A document that the gateway knows. */
    public static DocumentName ofId(String id) {
        return new DocumentName(null, id);
    }
}
