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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses, measures and validates documents, and keeps the latest good ones. Safe for use by many threads. */
public final class Documents {
    private static final int MOST_KEPT = 500;
    private static final int LONGEST_KEPT = 16 * 1024;

    private final GraphQLSchema schema;
    private final DocumentLimits limits;
    private final ParserOptions parserOptions;
    private final Map<String, Prepared> kept = new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Prepared> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Makes an empty collection for documents of one schema. */
    public Documents(GraphQLSchema schema, DocumentLimits limits) {
        this.schema = schema;
        this.limits = limits;
        parserOptions = ParserOptions.newParserOptions()
                .maxTokens(limits.tokens())
                .captureLineComments(false)
                .readerTrackData(false)
                .build();
    }

    /** Prepares a document, or refuses it with {@link DocumentRefused}. */
    public Prepared prepare(String text) {
        synchronized (kept) {
            Prepared known = kept.get(text);
            if (known != null) {
                return known;
            }
        }
        Prepared prepared = new Prepared(schema, limits, validated(parsed(text)));
        if (text.length() <= LONGEST_KEPT) {
            synchronized (kept) {
                kept.put(text, prepared);
            }
        }
        return prepared;
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
            throw new DocumentRefused(errors);
        }
        return document;
    }
}
