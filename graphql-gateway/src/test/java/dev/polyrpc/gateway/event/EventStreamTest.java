package dev.polyrpc.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.polyrpc.gateway.delivery.FakePeer;
import dev.polyrpc.gateway.request.Answers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    private final Answer peer = new Answer();
    private final Source source = new Source();
    private final EventStream stream = new EventStreams(Duration.ofSeconds(10), Duration.ofSeconds(30))
            .open(
                    peer,
                    new Answers(
                            true,
                            subscriber -> {
                                source.follower = subscriber;
                                subscriber.onSubscribe(source);
                            },
                            () -> source.follower().onError(new IllegalStateException("too slow"))));

    @BeforeEach
    void start() {
        stream.start();
    }

    @Test
    void client_thatIsSlow_stopsTheSource_untilThereIsRoom() { // GQL-13
        source.follower().onNext("{}");
        peer.full = true;
        source.follower().onNext("{}");
        assertThat(source.asked).isEqualTo(2);

        peer.full = false;
        stream.writable();
        assertThat(source.asked).isEqualTo(3);
        assertThat(peer.sent).containsExactly("event: next\ndata: {}\n\n", "event: next\ndata: {}\n\n");
    }

    @Test
    void client_thatReadsNothingForThirtySeconds_isTold_andTheAnswerEnds() { // GQL-13
        peer.full = true;
        source.follower().onNext("{}");
        peer.pass(Duration.ofSeconds(29));
        assertThat(peer.over).isFalse();

        peer.pass(Duration.ofSeconds(1));
        assertThat(peer.over).isTrue();
        assertThat(peer.sent).last(STRING).startsWith("event: next\ndata: {\"errors\":");
    }

    @Test
    void client_thatReadsNow_hasThirtySecondsAgain() {
        peer.full = true;
        source.follower().onNext("{}");
        peer.pass(Duration.ofSeconds(29));
        stream.writable();
        peer.pass(Duration.ofSeconds(29));

        assertThat(peer.over).isFalse();
    }

    @Test
    void quiet_getsAComment() {
        peer.pass(Duration.ofSeconds(10));

        assertThat(peer.sent).containsExactly(":\n\n");
    }

    @Test
    void source_thatCompletes_endsTheAnswerBehindItsLastWord() {
        source.follower().onComplete();

        assertThat(peer.sent).containsExactly("event: complete\ndata:\n\n");
        assertThat(peer.over).isTrue();
    }

    private static final class Source implements Flow.Subscription {
        private Flow.@Nullable Subscriber<? super String> follower;
        private long asked;

        Flow.Subscriber<? super String> follower() {
            return Objects.requireNonNull(follower, "follower");
        }

        @Override
        public void request(long more) {
            asked += more;
        }

        @Override
        public void cancel() {}
    }

    private static final class Answer extends FakePeer implements EventPeer {
        private boolean over;

        @Override
        public void end(Duration time) {
            over = true;
        }
    }
}
