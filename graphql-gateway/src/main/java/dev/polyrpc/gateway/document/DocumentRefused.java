package dev.polyrpc.gateway.document;

import graphql.ErrorType;
import graphql.GraphQLError;
import java.io.Serial;
import java.util.List;
import java.util.Map;

/** A document that will not run: it does not parse, is too large, or does not fit the schema. */
public final class DocumentRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<GraphQLError> errors;

    DocumentRefused(List<? extends GraphQLError> errors) {
        super(errors.get(0).getMessage(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    static DocumentRefused tooLarge(String message) {
        return of(message, Map.of("reason", "DOCUMENT_TOO_LARGE"));
    }

    static DocumentRefused tooCostly(Cost cost, int limit) {
        return of(
                "the operation's cost: %s (expected: each at most %d)".formatted(cost, limit),
                Map.of(
                        "reason",
                        "OPERATION_TOO_COSTLY",
                        "typeCost",
                        Math.round(cost.type()),
                        "fieldCost",
                        Math.round(cost.field())));
    }

    /** A name that the gateway knows no document by. */
    static DocumentRefused unknown() {
        return of(
                "documentId: unknown (expected: the SHA-256 of a document that this gateway was told of)",
                Map.of("code", "BAD_USER_INPUT", "reason", "PERSISTED_DOCUMENT_NOT_FOUND"));
    }

    /** A document of nobody that the operator trusts. */
    static DocumentRefused untrusted() {
        return of(
                "query: not a trusted document (expected: a documentId, or the text of a trusted document)",
                Map.of("code", "FORBIDDEN", "reason", "DOCUMENT_NOT_TRUSTED"));
    }

    private static DocumentRefused of(String message, Map<String, Object> extensions) {
        return new DocumentRefused(List.of(GraphQLError.newError()
                .errorType(ErrorType.ValidationError)
                .message("%s", message)
                .extensions(extensions)
                .build()));
    }

    /** What is wrong with it. */
    public List<GraphQLError> errors() {
        return errors;
    }
}
