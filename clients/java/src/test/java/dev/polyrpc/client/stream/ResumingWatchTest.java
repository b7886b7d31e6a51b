package dev.polyrpc.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ResumingWatchTest {
    private static final int EVENT_BYTES = 2_000;

    /** What HTTP/2's window may grow to, with what the server has under way. */
    private static final int LARGEST_WINDOW = 9 * 1024 * 1024;

    private final EventServer events = new EventServer();
    private final WireServer server = WireServer.start(events, events);
    private final List<String> notes = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void next_cutAtSeededMoments_everyEventOnceAndInOrder() throws Exception { // I5
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int most = 3_000;
        List<Long> seen = new ArrayList<>();
        try (var watch = watch(0L)) {
            while (seen.size() < most) {
                if (events.latest() < most * 3L && random.nextInt(3) == 0) {
                    events.publish(Math.min(1 + random.nextInt(40), (int) (most - events.latest() / 3)));
                }
                if (random.nextInt(40) == 0) {
                    server.cut();
                }
                if (seen.size() * 3L < events.latest()) {
                    seen.add(next(watch));
                }
            }
        }
        assertThat(seen).isEqualTo(positions(1, most));
        assertThat(calls.get()).isGreaterThan(1);
    }

    @Test
    void next_fromNowCutBeforeTheFirstEvent_missesNothing() throws Exception {
        events.publish(5);
        try (var watch = watch(null)) {
            watch.awaitAccepted();
            assertThat(watch.position()).isEqualTo(15);
            events.awaitCalls(1);
            server.cut();
            events.publish(2);

            assertThat(next(watch)).isEqualTo(18);
            assertThat(next(watch)).isEqualTo(21);
            assertThat(events.asked()).containsExactly(null, 15L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID", "DENIED", "OUT_OF_RANGE", "INTERNAL"})
    void next_refusedForGood_givesUpWithTheReason(Kind kind) throws Exception {
        events.publish(1);
        try (var watch = watch(0L)) {
            assertThat(next(watch)).isEqualTo(3);
            events.refuse(new Failure(kind, "POSITION_EXPIRED", "position: 3 (expected: at least 7)"));
            events.end(draining());

            assertThatThrownBy(watch::next)
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(Refusal.of(e).reason()).isEqualTo("POSITION_EXPIRED"));
        }
    }

    @Test
    void next_tokenEndedAndServerDraining_goesOn() throws Exception { // TOK-24
        events.publish(1);
        try (var watch = watch(0L)) {
            assertThat(next(watch)).isEqualTo(3);
            events.end(new Failure(Kind.UNAUTHENTICATED, "TOKEN_EXPIRED", "the access token has expired"));
            events.refuse(draining(), draining());
            events.publish(1);

            assertThat(next(watch)).isEqualTo(6);
            assertThat(calls).hasValue(4);
            assertThat(events.asked()).containsExactly(0L, 3L, 3L, 3L);
            assertThat(notes)
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("UNAUTHENTICATED TOKEN_EXPIRED: the access token has expired");
        }
    }

    @Test
    void next_tokenInvalid_givesUp() throws Exception {
        events.publish(1);
        try (var watch = watch(0L)) {
            assertThat(next(watch)).isEqualTo(3);
            events.end(new Failure(Kind.UNAUTHENTICATED, "TOKEN_INVALID", "the access token is not good"));

            assertThatThrownBy(watch::next).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void next_neverReached_givesUpAtOnce() throws Exception {
        events.refuse(draining());
        try (var watch = watch(0L)) {
            assertThatThrownBy(watch::next).hasMessageContaining("UNAVAILABLE");
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void next_patienceOver_givesUp() throws Exception { // I7
        events.publish(1);
        try (var watch = watch(0L, Duration.ofMillis(300))) {
            assertThat(next(watch)).isEqualTo(3);
            for (int i = 0; i < 20; i++) {
                events.refuse(draining());
            }
            events.end(draining());

            assertThatThrownBy(watch::next).hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void next_readerThatTakesNothing_isSentNoMoreThanAsked() throws Exception {
        try (var watch = watch(0L)) {
            watch.awaitAccepted();
            events.pad(EVENT_BYTES);
            events.publish(20_000);

            assertThatThrownBy(() -> events.allSent().get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(events.sent()).isLessThan(ResumingWatch.AHEAD + LARGEST_WINDOW / EVENT_BYTES);
            List<Long> seen = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                seen.add(next(watch));
            }
            assertThat(seen).isEqualTo(positions(1, 20_000));
        }
    }

    @Test
    void close_whileNextWaits_endsIt() throws Exception { // I8
        var watch = watch(null);
        watch.awaitAccepted();
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(watch.next());
            } catch (InterruptedException e) {
                return e;
            }
        });
        watch.close();
        assertThat(waiting.get()).isEqualTo("null");
    }

    private ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch(@Nullable Long after) {
        return watch(after, Duration.ofSeconds(30));
    }

    private ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch(
            @Nullable Long after, Duration patience) {
        return new ResumingWatch<>(
                () -> {
                    calls.incrementAndGet();
                    return server.channel()
                            .newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
                },
                position -> position == null
                        ? WatchInventoryRequest.getDefaultInstance()
                        : WatchInventoryRequest.newBuilder().setAfter(position).build(),
                answer -> answer.getEvent().getPosition(),
                after,
                new Reconnection(patience, notes::add));
    }

    private static long next(ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch)
            throws InterruptedException {
        WatchInventoryResponse event = watch.next();
        assertThat(event).isNotNull();
        return event == null ? -1 : event.getEvent().getPosition();
    }

    private static List<Long> positions(int from, int to) {
        return LongStream.rangeClosed(from, to).map(i -> i * 3).boxed().toList();
    }

    private static Failure draining() {
        return new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server is about to stop");
    }
}
