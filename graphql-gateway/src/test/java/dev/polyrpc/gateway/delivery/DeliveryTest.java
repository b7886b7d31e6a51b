package dev.polyrpc.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.gateway.request.Answers;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    private final FakePeer peer = new FakePeer();
    private final Source source = new Source();
    private boolean ended;
    private final Delivery operation = delivery(new Answers(true, source, () -> {}));

    @Test
    void answers_areAskedForOneAtATime_whileTheQueueHasRoom() {
        operation.start();
        assertThat(source.asked).isEqualTo(1);
        operation.onNext("{}");
        assertThat(source.asked).isEqualTo(2);
        peer.full = true;
        operation.onNext("{}");
        assertThat(source.asked).isEqualTo(2);

        operation.writable(); // still full
        assertThat(source.asked).isEqualTo(2);
        peer.full = false;
        operation.writable();
        operation.writable();
        assertThat(source.asked).isEqualTo(3);
    }

    @Test
    void answers_afterTheEnd_areDropped() {
        operation.start();
        operation.cancel();
        operation.onNext("{}");
        operation.onComplete();

        assertThat(source.cancelled).isTrue();
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void answers_thatComeBehindTheLastWord_areDropped() {
        operation.start();
        operation.onError(new IllegalStateException("too slow"));
        operation.onNext("{}"); // it was under way

        assertThat(peer.sent).containsExactly("[]");
        assertThat(source.asked).isEqualTo(1);
    }

    @Test
    void query_cancelledWhileItRuns_goesOnUntilItEnds() {
        Delivery query = delivery(new Answers(false, source, () -> {}));
        query.cancel();
        assertThat(query.goesOn()).isFalse(); // it never began
        query = delivery(new Answers(false, source, () -> {}));
        query.start();
        query.cancel();
        assertThat(query.goesOn()).isTrue();
        query.onNext("{}");
        query.onComplete();

        assertThat(query.goesOn()).isFalse();
        assertThat(ended).isTrue();
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void subscription_cancelled_doesNotGoOn() {
        operation.start();
        operation.cancel();

        assertThat(operation.goesOn()).isFalse();
    }

    @Test
    void source_completes_clientIsTold() {
        operation.start();
        operation.onComplete();

        assertThat(ended).isTrue();
        assertThat(peer.sent).containsExactly("complete");
    }

    @Test
    void cancel_beforeTheSourceIsThere_cancelsItOnceItIs() {
        operation.cancel();
        operation.start();

        assertThat(source.cancelled).isTrue();
        assertThat(source.asked).isZero();
    }

    private Delivery delivery(Answers answers) {
        return new Delivery(
                answers, peer, new Stall(peer, Duration.ofSeconds(30), () -> {}), new Words(), over -> ended = true);
    }

    private record Words() implements Wording {
        @Override
        public String next(String answer) {
            return answer;
        }

        @Override
        public String refused(String errors) {
            return errors;
        }

        @Override
        public String complete() {
            return "complete";
        }
    }

    private static final class Source implements Flow.Publisher<String>, Flow.Subscription {
        private long asked;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super String> follower) {
            follower.onSubscribe(this);
        }

        @Override
        public void request(long more) {
            asked += more;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
