package dev.polyrpc.gateway.document;

import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses, measures and validates documents. Immutable. */
final class Preparer {
    private final GraphQLSchema schema;
    private final DocumentLimits limits;
    private final ParserOptions parserOptions;

    Preparer(GraphQLSchema schema, DocumentLimits limits) {
        this.schema = schema;
        this.limits = limits;
        parserOptions = ParserOptions.newParserOptions()
                .maxTokens(limits.tokens())
                .captureLineComments(false)
                .readerTrackData(false)
                .build();
    }

    /** Prepares a document, or refuses it with {@link DocumentRefused}. */
    Prepared prepare(String text) {
        return new Prepared(schema, limits, validated(parsed(text)));
    }

    private Document parsed(String text) {
        try {
            return Parser.parse(ParserEnvironment.newParserEnvironment()
                    .document(text)
                    .parserOptions(parserOptions)
                    .locale(Locale.ENGLISH)
                    .build());
        } catch (ParseCancelledException tooMuch) {
            throw DocumentRefused.tooLarge(DocumentLimits.over("tokens", limits.tokens()));
        } catch (InvalidSyntaxException invalid) {
            throw new DocumentRefused(List.of(invalid.toInvalidSyntaxError()));
        }
    }

    private Document validated(Document document) {
        Optional<String> excess = limits.excess(document);
        if (excess.isPresent()) {
            throw DocumentRefused.tooLarge(excess.get());
        }
        List<? extends GraphQLError> errors = ParseAndValidate.validate(schema, document, rule -> true, Locale.ENGLISH);
        if (!errors.isEmpty()) {
            throw new DocumentRefused(limits.introspectionDepth() == 0 ? withoutNames(errors) : errors);
        }
        return document;
    }

    /** What is wrong and where, in the document's own names: who may not ask for the schema is not told of it by errors either. */
    private static List<GraphQLError> withoutNames(List<? extends GraphQLError> errors) {
        return errors.stream()
                .map(error -> GraphQLError.newError()
                        .errorType(error.getErrorType())
                        .message("%s", error.getMessage().split(" : ", 2)[0])
                        .locations(error.getLocations())
                        .build())
                .toList();
    }
}
