package dev.polyrpc.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.gateway.request.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    private final Peer peer = new Peer();
    private final Source source = new Source();
    private final EventStream stream = new EventStreams(Duration.ofSeconds(10))
            .open(peer, new Answers(true, subscriber -> subscriber.onSubscribe(source)));

    @Test
    void client_thatIsSlow_stopsTheSource_untilThereIsRoom() { // GQL-13
        stream.onNext("{}");
        peer.full = true;
        stream.onNext("{}");
        assertThat(source.asked).isEqualTo(2);

        peer.full = false;
        stream.writable();
        assertThat(source.asked).isEqualTo(3);
        assertThat(peer.sent).containsExactly("event: next\ndata: {}\n\n", "event: next\ndata: {}\n\n");
    }

    @Test
    void client_thatReadsNothingForThreeBeats_isCutOff() { // GQL-13
        peer.full = true;
        peer.beat();
        peer.beat();
        assertThat(peer.aborted).isFalse();

        peer.beat();
        assertThat(peer.aborted).isTrue();
        assertThat(source.cancelled).isTrue();
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void quiet_getsAComment() {
        peer.beat();

        assertThat(peer.sent).containsExactly(":\n\n");
    }

    private static final class Source implements Flow.Subscription {
        private long asked;
        private boolean cancelled;

        @Override
        public void request(long more) {
            asked += more;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static final class Peer implements EventPeer {
        private final List<String> sent = new ArrayList<>();
        private Runnable timer = () -> {};
        private boolean full;
        private boolean aborted;

        void beat() {
            timer.run();
        }

        @Override
        public void execute(Runnable action) {
            action.run();
        }

        @Override
        public Runnable later(Duration delay, Runnable action) {
            timer = action;
            return () -> timer = () -> {};
        }

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void end() {}

        @Override
        public void abort() {
            aborted = true;
        }
    }
}
