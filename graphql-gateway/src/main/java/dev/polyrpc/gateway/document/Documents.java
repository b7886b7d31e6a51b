package dev.polyrpc.gateway.document;

import graphql.schema.GraphQLSchema;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares documents and keeps the latest good ones. A long one is prepared away from the caller's thread, once for all who
 * ask for it meanwhile. Safe for use by many threads.
 */
public final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    /** Longer ones take the parser and the validation a millisecond and more: an event loop has other clients to serve. */
    static final int LONG = 2_000;

    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final Attributes HIT = Attributes.of(OUTCOME, "hit");
    private static final Attributes MISS = Attributes.of(OUTCOME, "miss");

    private final Preparer preparer;
    private final TrustedDocuments trusted;
    private final Executor workers;
    private final LongCounter lookUps;
    private final DocumentCache kept;
    private final Map<String, CompletableFuture<Prepared>> underWay = new ConcurrentHashMap<>();

    /** Makes an empty collection for documents of one schema; long ones are the {@code workers}' task. */
    public Documents(
            GraphQLSchema schema, DocumentLimits limits, TrustedDocuments trusted, Executor workers, Meter meter) {
        this.trusted = trusted;
        this.workers = workers;
        preparer = new Preparer(schema, limits);
        kept = new DocumentCache(limits.kept(), limits.keptBytes());
        lookUps = meter.counterBuilder("graphql.server.document.lookups")
                .setDescription("Documents that were asked for, by whether they were at hand")
                .build();
    }

    /** Prepares what a request names; a {@link DocumentRefused} is one outcome. */
    public CompletableFuture<Prepared> prepare(DocumentName name) {
        String text;
        try {
            text = trusted.text(name);
        } catch (DocumentRefused refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Prepared known = kept.get(text);
        lookUps.add(1, known == null ? MISS : HIT);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return text.length() < LONG ? now(text) : soon(text);
    }

    /**
     * Prepares trusted documents while there is room, so that the first who asks for one finds it. Those that will never run are
     * told of and left: the file holds documents of old clients too, and one of theirs must not stop the others.
     */
    public void prepareTrusted() {
        List<String> misfits = new ArrayList<>();
        trusted.byId().forEach((id, text) -> {
            try {
                if (kept.hasRoom(text)) {
                    fresh(text);
                }
            } catch (RuntimeException refused) {
                misfits.add(id + ": " + refused.getMessage());
            }
        });
        if (!misfits.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("documents", misfits.size())
                    .addKeyValue("first", misfits.get(0))
                    .log("trusted documents will never run");
        }
    }

    private CompletableFuture<Prepared> now(String text) {
        try {
            return CompletableFuture.completedFuture(fresh(text));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private CompletableFuture<Prepared> soon(String text) {
        CompletableFuture<Prepared> mine = new CompletableFuture<>();
        CompletableFuture<Prepared> others = underWay.putIfAbsent(text, mine);
        if (others != null) {
            return others;
        }
        try {
            workers.execute(() -> settle(mine, text));
        } catch (RuntimeException full) {
            underWay.remove(text);
            mine.completeExceptionally(full);
        }
        return mine;
    }

    private void settle(CompletableFuture<Prepared> waited, String text) {
        try {
            Prepared prepared = fresh(text);
            underWay.remove(text);
            waited.complete(prepared);
        } catch (RuntimeException | Error refused) {
            underWay.remove(text);
            waited.completeExceptionally(refused);
        }
    }

    private Prepared fresh(String text) {
        Prepared prepared = preparer.prepare(text);
        kept.put(text, prepared);
        return prepared;
    }
}
