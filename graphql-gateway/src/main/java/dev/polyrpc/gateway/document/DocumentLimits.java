package dev.polyrpc.gateway.document;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import java.util.Optional;

/**
 * How large a document may be. Checked on the parsed document, before validation and before any field is fetched.
 *
 * @param tokens tokens of the text
 * @param depth levels of fields
 * @param fields fields, fragments spread
 * @param aliases fields with an alias
 * @param rootFields fields of an operation's first level
 * @param introspectionDepth levels of an introspection; 0 = introspection is off
 * @param cost type cost, and field cost, of an operation with its variables
 * @param kept prepared documents that are kept
 * @param keptBytes bytes of heap, about, that they may take
 */
public record DocumentLimits(
        int tokens,
        int depth,
        int fields,
        int aliases,
        int rootFields,
        int introspectionDepth,
        int cost,
        int kept,
        int keptBytes) {
    private static final int MOST = 100_000;

    /** Fragments that hold one another are followed by recursion: so many are held by a stack. */
    private static final int MOST_TOKENS = 10_000;

    private static final int MOST_LEVELS = 100;
    private static final int MIB = 1024 * 1024;

    /** The usual introspection query is 15 levels deep. */
    private static final int INTROSPECTION = 16;

    /** Reads the settings; in production there is no introspection. */
    public static DocumentLimits from(Settings settings, Profile profile) {
        boolean production = profile == Profile.PRODUCTION;
        return new DocumentLimits(
                settings.number("MAX_TOKENS", 3000, 1, MOST_TOKENS),
                settings.number("MAX_DEPTH", 12, 1, MOST_LEVELS),
                settings.number("MAX_FIELDS", 500, 1, MOST),
                settings.number("MAX_ALIASES", 50, 0, MOST),
                settings.number("MAX_ROOT_FIELDS", 10, 1, MOST),
                settings.number(
                        "MAX_INTROSPECTION_DEPTH", production ? 0 : INTROSPECTION, 0, production ? 0 : MOST_LEVELS),
                settings.number("MAX_COST", 1000, 1, MOST * 10),
                settings.number("KEPT_DOCUMENTS", 500, 0, MOST),
                settings.number("KEPT_DOCUMENT_BYTES", 16 * MIB, 0, 1024 * MIB));
    }

    /** What of a document is over its limit, in words for the client; empty when nothing is. */
    Optional<String> excess(Document document) {
        DocumentMeasure measure = new DocumentMeasure(document);
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .map(operation -> excess(measure.size(operation)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> excess(DocumentSize size) {
        if (size.introspectionDepth() > 0 && introspectionDepth == 0) {
            return Optional.of("introspection is off");
        }
        return over("depth", size.depth(), depth)
                .or(() -> over("fields", size.fields(), fields))
                .or(() -> over("aliases", size.aliases(), aliases))
                .or(() -> over("root fields", size.width(), rootFields))
                .or(() -> over("depth of introspection", size.introspectionDepth(), introspectionDepth));
    }

    private static Optional<String> over(String what, int size, int limit) {
        return size > limit ? Optional.of(over(what, limit)) : Optional.empty();
    }

    static String over(String what, int limit) {
        return "the document's %s: more than %d (expected: at most that)".formatted(what, limit);
    }
}
