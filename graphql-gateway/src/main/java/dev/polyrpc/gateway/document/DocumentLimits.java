package dev.polyrpc.gateway.document;

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
 */
public record DocumentLimits(int tokens, int depth, int fields, int aliases, int rootFields, int introspectionDepth) {
    /** What a gateway takes unless it is told otherwise; the usual introspection query is 15 deep. */
    public static final DocumentLimits DEFAULT = new DocumentLimits(3000, 12, 500, 50, 10, 16);

    /** These limits without introspection. */
    public DocumentLimits withoutIntrospection() {
        return new DocumentLimits(tokens, depth, fields, aliases, rootFields, 0);
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
        return size > limit
                ? Optional.of("the document's %s: more than %d (expected: at most that)".formatted(what, limit))
                : Optional.empty();
    }
}
