package dev.polyrpc.returns.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.returns.outbound.jdbc.JdbcReturnStore;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.feed.Feed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts that cross each other. No timer runs here: what a test sees happen, happened at once. */
final class ReturnSagaTest {
    private static final Principal ALICE = new Principal("alice", false, "r", null, "");
    private static final Principal WAREHOUSE = new Principal("warehouse", true, "r", null, "");

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final Stock stock = new Stock();
    private boolean full;
    private SqliteStore database;
    private ReturnStore store;
    private ReturnSaga saga;
    private ReturnCommands commands;

    @BeforeEach
    void open() {
        database = SqliteStore.open(folder.resolve("return.db"), "classpath:db/return");
        store = new JdbcReturnStore(database, Feed.open(database, JdbcReturnStore.EVENTS), Clock.systemUTC());
        saga = new ReturnSaga(store, stock, Clock.systemUTC(), Duration.ofMinutes(1), this::begin);
        commands = new ReturnCommands(
                store, saga, Clock.systemUTC(), () -> UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void inspect_whileAnAttemptAtTheStepBeforeIsUnderWay_isCarriedOutOnceThatHasEnded() throws Exception {
        ProductReturn requested = join(initiate()).asOf(1);
        CompletableFuture<Void> held = stock.hold();
        CompletionStage<Boolean> stale = saga.resume(requested); // as a timer does that read it a moment ago
        CompletableFuture<ProductReturn> inspected = inspect(requested);
        awaitState(requested, ReturnState.RESTOCKING);
        drain(); // its own attempt was skipped

        assertThat(stock.asked).containsExactly(Step.QUARANTINE, Step.QUARANTINE);
        held.complete(null);

        assertThat(join(inspected).state()).isEqualTo(ReturnState.RESTOCKED);
        assertThat(join(stale)).isTrue();
        assertThat(stock.asked).containsExactly(Step.QUARANTINE, Step.QUARANTINE, Step.RESTOCK);
    }

    @Test
    void initiate_noPlaceToBeginASingleStep_waitsForWhoeverCarriesItOut() throws Exception {
        full = true;
        CompletableFuture<ProductReturn> opened = initiate();
        awaitDue();

        assertThat(opened).isNotDone();
        assertThat(stock.asked).isEmpty();
        assertThat(join(saga.resume(all().get(0)))).isTrue(); // as the timer does
        assertThat(join(opened).state()).isEqualTo(ReturnState.QUARANTINED);
    }

    private CompletableFuture<ProductReturn> initiate() {
        NewReturn wanted = new NewReturn("A-1", "chai", 1, ReturnReason.UNWANTED);
        return commands.initiate(ALICE, wanted, UUID.randomUUID().toString(), patience())
                .toCompletableFuture();
    }

    private CompletableFuture<ProductReturn> inspect(ProductReturn one) {
        Inspection inspection = new Inspection(one.returnId(), Verdict.ACCEPT, "");
        return commands.inspect(WAREHOUSE, inspection, UUID.randomUUID().toString(), patience())
                .toCompletableFuture();
    }

    private static Patience patience() {
        return Patience.of(Duration.ofMinutes(1), System::nanoTime);
    }

    private void begin(Runnable step) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        threads.execute(step);
    }

    private List<ProductReturn> all() {
        return store.list(new ReturnStore.Filter(null, null, null), 10, "").returns();
    }

    private static <T> T join(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A write behind all others: what the store's writer does after them is done too. */
    private void drain() throws Exception {
        join(store.write(changes -> true));
        threads.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }

    private void awaitDue() throws Exception {
        drain();
        assertThat(all()).extracting(ProductReturn::state).containsExactly(ReturnState.REQUESTED);
    }

    private void awaitState(ProductReturn one, ReturnState state) throws Exception {
        drain();
        assertThat(store.find(one.returnId()).orElseThrow().state()).isEqualTo(state);
    }

    /** A product management that says yes, at once or when it is told to. */
    private static final class Stock implements StockKeeper {
        final List<Step> asked = new ArrayList<>();
        private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

        /** Holds the next answer until it is completed. */
        synchronized CompletableFuture<Void> hold() {
            answer = new CompletableFuture<>();
            return answer;
        }

        @Override
        public CompletionStage<Void> move(Movement movement, Principal principal, Duration timeout) {
            return resume(movement, timeout);
        }

        @Override
        public synchronized CompletionStage<Void> resume(Movement movement, Duration timeout) {
            asked.add(movement.step());
            CompletableFuture<Void> next = answer;
            answer = CompletableFuture.completedFuture(null);
            return next;
        }
    }
}
