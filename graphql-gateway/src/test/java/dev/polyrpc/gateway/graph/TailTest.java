package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that share a tail, where calls end, are given up, and speak on behind their end. Events are their own positions. */
final class TailTest {
    private final SharedWatches<Long> watches = new SharedWatches<>(Long::longValue);
    private final List<Call> calls = new ArrayList<>();

    @Test
    void tailFails_subscriberBehindAsksMeanwhile_isToldToo() {
        Follower fast = follow(null);
        Follower slow = follow(null);
        calls.get(0).begin.accept(10);
        calls.get(1).begin.accept(10);
        fast.subscription().request(100);
        for (long event = 11; event <= 20; event++) {
            calls.get(0).subscriber().onNext(event);
        }
        fast.whenOver = () -> slow.subscription().request(1);

        calls.get(0).subscriber().onError(new Failure(Kind.INTERNAL, "INTERNAL", "internal error"));

        assertThat(fast.seen).hasSize(10);
        assertThat(fast.ends).hasSize(1);
        assertThat(slow.ends).isEqualTo(fast.ends);
    }

    @Test
    void callThatWasGivenUp_tellsLateWhereItBegan_isNotBelieved() {
        Follower before = follow(102L);
        Follower leaves = follow(null);
        Call givenUp = calls.get(1);
        leaves.subscription().cancel();
        follow(null);
        before.subscription().request(100);

        givenUp.begin.accept(100);
        calls.get(0).begin.accept(102);
        givenUp.subscriber().onNext(103L);
        givenUp.subscriber().onError(new Failure(Kind.INTERNAL, "INTERNAL", "internal error"));
        for (long event = 103; event <= 105; event++) {
            calls.get(0).subscriber().onNext(event);
        }

        assertThat(calls.get(0).cancelled).isFalse();
        assertThat(before.seen).containsExactly(103L, 104L, 105L);
        assertThat(before.ends).isEmpty();
    }

    @Test
    void lenderLeaves_theOthersGoOnByAnothersCall_fromTheNextEventOn() {
        Follower lender = follow(null);
        Follower other = follow(null);
        calls.get(0).begin.accept(10);
        calls.get(1).begin.accept(10);
        lender.subscription().request(100);
        other.subscription().request(100);
        calls.get(0).subscriber().onNext(11L);

        lender.subscription().cancel();
        calls.get(0).subscriber().onNext(12L);

        assertThat(calls.get(0).cancelled).isTrue();
        assertThat(calls).hasSize(3);
        assertThat(calls.get(2).after).isEqualTo(12L);
        calls.get(2).begin.accept(12);
        calls.get(2).subscriber().onNext(13L);
        assertThat(other.seen).containsExactly(11L, 12L, 13L);
    }

    @Test
    void loneFollower_keepsNothingForWhoComesLater() {
        Follower lone = follow(null);
        calls.get(0).begin.accept(10);
        lone.subscription().request(100);
        for (long event = 11; event <= 15; event++) {
            calls.get(0).subscriber().onNext(event);
        }
        Follower later = follow(11L);
        later.subscription().request(100);

        calls.get(1).begin.accept(11);
        for (long event = 12; event <= 14; event++) {
            assertThat(calls.get(1).cancelled).isFalse(); // it has to read by itself what nobody keeps
            calls.get(1).subscriber().onNext(event);
        }
        assertThat(calls.get(1).cancelled).isTrue();
        assertThat(later.seen).containsExactly(12L, 13L, 14L, 15L);
    }

    @Test
    void lendersCallIsRefused_beforeItBegins_theOthersTryAnothers_once() {
        Follower first = follow(null);
        Follower second = follow(null);
        Follower third = follow(null);
        calls.forEach(call -> call.begin.accept(10));
        List.of(first, second, third).forEach(it -> it.subscription().request(100));
        calls.get(0).subscriber().onNext(11L);
        first.subscription().cancel();
        calls.get(0).subscriber().onNext(12L);
        Failure full = new Failure(Kind.EXHAUSTED, "RATE_LIMITED", "too many calls");

        Call anothers = calls.get(calls.size() - 1);
        anothers.subscriber().onError(full);
        assertThat(second.ends.size() + third.ends.size()).isEqualTo(1);

        calls.get(calls.size() - 1).subscriber().onError(full);
        assertThat(second.ends.size() + third.ends.size()).isEqualTo(2);
        assertThat(calls).hasSize(5); // one to begin with, one of each who came later, two that were refused
    }

    @Test
    void lendersHaveAsManyStreamsAsTheyMay_thatIsForThemAlone() { // RPC-17
        List<Follower> all = List.of(follow(null), follow(null), follow(null), follow(null));
        calls.forEach(call -> call.begin.accept(10));
        all.forEach(it -> it.subscription().request(100));
        calls.get(0).subscriber().onNext(11L);
        all.get(0).subscription().cancel();
        calls.get(0).subscriber().onNext(12L);
        Failure full = new Failure(Kind.EXHAUSTED, "SUBJECT_STREAMS_FULL", "streams of alice: 200");

        calls.get(calls.size() - 1).subscriber().onError(full);
        calls.get(calls.size() - 1).subscriber().onError(full);

        List<Follower> left =
                all.stream().skip(1).filter(it -> it.ends.isEmpty()).toList();
        assertThat(left).hasSize(1);
        calls.get(calls.size() - 1).begin.accept(12);
        calls.get(calls.size() - 1).subscriber().onNext(13L);
        assertThat(left.get(0).seen).containsExactly(11L, 12L, 13L);
    }

    private Follower follow(@Nullable Long after) {
        Follower follower = new Follower();
        new SharedWatch<>(
                        watches,
                        Alike.anybody(List.of()),
                        UnaryOperator.identity(),
                        after,
                        event -> true,
                        this::call,
                        Instant.MAX)
                .subscribe(follower);
        return follower;
    }

    private Flow.Publisher<Long> call(@Nullable Long after, LongConsumer begin) {
        Call call = new Call(after, begin);
        calls.add(call);
        return call;
    }

    /** A call to a backend that a test answers by hand. */
    private static final class Call implements Flow.Publisher<Long>, Flow.Subscription {
        private final @Nullable Long after;
        private final LongConsumer begin;
        private Flow.@Nullable Subscriber<? super Long> subscriber;
        private boolean cancelled;

        Call(@Nullable Long after, LongConsumer begin) {
            this.after = after;
            this.begin = begin;
        }

        Flow.Subscriber<? super Long> subscriber() {
            return Objects.requireNonNull(subscriber, "nobody has subscribed");
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Long> follower) {
            subscriber = follower;
            follower.onSubscribe(this);
        }

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static final class Follower implements Flow.Subscriber<Long> {
        private final List<Long> seen = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private Runnable whenOver = () -> {};

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription, "no answers have begun");
        }

        @Override
        public void onSubscribe(Flow.Subscription answers) {
            subscription = answers;
        }

        @Override
        public void onNext(Long event) {
            seen.add(event);
        }

        @Override
        public void onError(Throwable thrown) {
            ends.add(thrown.toString());
            whenOver.run();
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }
}
