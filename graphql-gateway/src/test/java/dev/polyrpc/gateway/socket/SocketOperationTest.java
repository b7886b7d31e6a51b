package dev.polyrpc.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.gateway.request.Answers;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

final class SocketOperationTest {
    private final FakePeer peer = new FakePeer();
    private final Source source = new Source();
    private boolean ended;
    private final SocketOperation operation =
            new SocketOperation("1", new Answers(true, source), peer, operation -> ended = true);

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
    void query_cancelledWhileItRuns_goesOnUntilItEnds() {
        SocketOperation query = new SocketOperation("q", new Answers(false, source), peer, over -> ended = true);
        query.cancel();
        assertThat(query.goesOn()).isFalse(); // it never began
        query = new SocketOperation("q", new Answers(false, source), peer, over -> ended = true);
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
        assertThat(peer.sent).containsExactly("{\"type\":\"complete\",\"id\":\"1\"}");
    }

    @Test
    void cancel_beforeTheSourceIsThere_cancelsItOnceItIs() {
        operation.cancel();
        operation.start();

        assertThat(source.cancelled).isTrue();
        assertThat(source.asked).isZero();
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
