package dev.polyrpc.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class DocumentsTest {
    private static final Meter METER = OpenTelemetry.noop().getMeter("test");
    private static final DocumentLimits LIMITS = new DocumentLimits(3000, 12, 500, 50, 10, 16, 1000, 3, 1 << 20);
    private static final String SMALL = "{ products { nodes { name } } }";
    private static final String LARGE = "{ products { nodes { name } } } #" + " ".repeat(Documents.LONG);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Documents documents =
            new Documents(SchemaOnly.read(), LIMITS, TrustedDocuments.none(), tasks::add, METER);

    @Test
    void large_isLeftToTheWorkers_smallOnesGoOnMeanwhile() { // GQL-31
        CompletableFuture<Prepared> large = prepare(LARGE);

        assertThat(large).isNotDone();
        assertThat(prepare(SMALL)).isCompleted();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(large).isCompleted();
        assertThat(prepare(LARGE).join()).isSameAs(large.join());
    }

    @Test
    void large_askedForByMany_isPreparedOnce() {
        CompletableFuture<Prepared> one = prepare(LARGE);
        CompletableFuture<Prepared> other = prepare(LARGE);
        tasks.remove().run();

        assertThat(tasks).isEmpty();
        assertThat(other.join()).isSameAs(one.join());
    }

    @Test
    void large_thatIsInvalid_isRefusedToAll_andNotKept() {
        CompletableFuture<Prepared> one = prepare(LARGE.replace("name", "nam"));
        CompletableFuture<Prepared> other = prepare(LARGE.replace("name", "nam"));
        tasks.remove().run();

        assertThat(one).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
        assertThat(prepare(LARGE.replace("name", "nam"))).isNotDone();
    }

    @Test
    void large_whileTheWorkersAreFull_isRefused_andMayComeAgain() { // GQL-31
        Documents busy = new Documents(
                SchemaOnly.read(),
                LIMITS,
                TrustedDocuments.none(),
                task -> {
                    throw new Failure(Kind.EXHAUSTED, "LARGE_REQUESTS_FULL", "full");
                },
                METER);

        for (int time = 0; time < 2; time++) {
            CompletionException thrown = catchThrowableOfType(
                    CompletionException.class,
                    () -> busy.prepare(DocumentName.ofText(LARGE)).join());
            assertThat(thrown).hasCauseInstanceOf(Failure.class);
        }
    }

    @Test
    void kept_areTheLatest_andNoMoreThanMay() {
        Prepared first = prepare(SMALL).join();

        assertThat(prepare(SMALL).join()).isSameAs(first);
        for (int number = 0; number < 3; number++) {
            prepare(SMALL + number(number)).join();
        }
        assertThat(prepare(SMALL).join()).isNotSameAs(first);
    }

    @Test
    void cache_isBoundByBytes() {
        Preparer preparer = new Preparer(SchemaOnly.read(), LIMITS);
        DocumentCache cache = new DocumentCache(1_000, 2 * DocumentCache.bytes(SMALL + number(0)));
        for (int number = 0; number < 5; number++) {
            cache.put(SMALL + number(number), preparer.prepare(SMALL));
            cache.put(SMALL + number(number), preparer.prepare(SMALL)); // counts once
        }
        cache.put(LARGE, preparer.prepare(SMALL)); // larger than all that may be kept

        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get(SMALL + number(4))).isNotNull();
        assertThat(cache.get(SMALL + number(2))).isNull();
    }

    private static String number(int number) {
        return " # " + number;
    }

    private CompletableFuture<Prepared> prepare(String text) {
        return documents.prepare(DocumentName.ofText(text));
    }
}
