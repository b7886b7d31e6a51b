package dev.polyrpc.kit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.call.Polls.Asked;
import dev.polyrpc.kit.call.Polls.Polled;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A watch by hand, whose events are their own positions. */
final class PollsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Asked WAITING = new Asked(3, 20_000);
    private static final Asked AT_ONCE = new Asked(3, 0);

    private final Polls polls = new Polls();
    private final Deque<Long> coming = new ArrayDeque<>();
    private Runnable more = () -> {};
    private long position = 10;
    private boolean behind;
    private int closed;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private @Nullable RuntimeException broken;

    @Test
    void poll_eventsThere_answersThemAtOnce() {
        coming.addAll(List.of(11L, 12L));

        assertThat(poll(WAITING)).isCompletedWithValue(new Polled<>(List.of(11L, 12L), 12));
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void poll_moreThanTheLimit_endsAtTheLastItAnswers() {
        coming.addAll(List.of(11L, 12L, 13L, 14L));

        assertThat(poll(WAITING)).isCompletedWithValue(new Polled<>(List.of(11L, 12L, 13L), 13));
    }

    @Test
    void poll_nothingThere_waitsForTheFirst() {
        CompletableFuture<Polled<Long>> answer = poll(WAITING);
        assertThat(answer).isNotDone();

        position = 17; // events of others
        more.run();
        assertThat(answer).isNotDone();

        coming.add(18L);
        more.run();
        assertThat(answer).isCompletedWithValue(new Polled<>(List.of(18L), 18));
    }

    @Test
    void poll_nothingInTime_answersWithNone() {
        assertThat(poll(AT_ONCE)).isCompletedWithValue(new Polled<>(List.of(), 10));
        assertThat(polls.poll(WAITING, Duration.ofMillis(101), new CompletableFuture<>(), event -> event, this::begin)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Polled<>(List.of(), 10));
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void poll_pastOnItsWay_isNotMistakenForNone() {
        behind = true;
        CompletableFuture<Polled<Long>> answer = poll(AT_ONCE);
        assertThat(answer).isNotDone();

        position = 4_000; // looked through, nothing found, and still not at the end
        more.run();

        assertThat(answer).isCompletedWithValue(new Polled<>(List.of(), 4_000));
    }

    @Test
    void poll_watchFails_failsWithoutLosingWhatWasFound() {
        broken = new Failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "after");

        assertThat(poll(WAITING)).isCompletedExceptionally();
        coming.add(11L);
        assertThat(poll(WAITING)).isCompletedWithValue(new Polled<>(List.of(11L), 11));
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void poll_callerGone_endsTheWatch() {
        CompletableFuture<Polled<Long>> answer = poll(WAITING);

        end.complete("connection lost");

        assertThat(answer).isCompletedExceptionally();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void close_pollWaiting_isAnswered() {
        CompletableFuture<Polled<Long>> before = poll(WAITING);

        polls.close();

        assertThat(before).isCompletedWithValue(new Polled<>(List.of(), 10));
        assertThat(poll(WAITING)).isCompleted();
    }

    @Test
    void asked_outOfRange_isInvalid() {
        assertThatThrownBy(() -> new Asked(1_001, 0)).hasMessage("limit: 1001 (expected: 0 to 1000)");
        assertThatThrownBy(() -> new Asked(0, -1)).hasMessage("wait_ms: -1 (expected: 0 to 20000)");
    }

    private CompletableFuture<Polled<Long>> poll(Asked asked) {
        return polls.poll(asked, LONG, end, event -> event, this::begin).toCompletableFuture();
    }

    private Polls.Watched<Long> begin(Runnable signal) {
        more = signal;
        return new Polls.Watched<>(position, this::next, () -> position, () -> behind, () -> closed++);
    }

    private @Nullable Long next() {
        Long event = coming.poll();
        if (event == null && broken != null) {
            throw broken;
        }
        position = event == null ? position : event;
        return event;
    }
}
