package dev.polyrpc.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.gateway.delivery.Stall;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
    private final FakeSocket peer = new FakeSocket();
    private boolean slow;
    private final Stall stall = new Stall(peer, Duration.ofSeconds(30), () -> slow = true);
    private final Heartbeat heartbeat = new Heartbeat(peer, Duration.ofSeconds(10), stall);

    @BeforeEach
    void start() {
        heartbeat.start();
    }

    @Test
    void client_thatAnswers_staysForEver() {
        for (int beat = 1; beat <= 100; beat++) {
            peer.pass(Duration.ofSeconds(10));
            assertThat(peer.pings).isEqualTo(beat);
            heartbeat.alive();
        }
        assertThat(peer.aborted).isFalse();
    }

    @Test
    void client_thatIsSilent_isCutOff() {
        peer.pass(Duration.ofSeconds(39));
        assertThat(peer.aborted).isFalse();
        peer.pass(Duration.ofSeconds(2));
        assertThat(peer.aborted).isTrue();
        assertThat(peer.pings).isEqualTo(3);
    }

    @Test
    void client_thatReadsNothing_isNotAsked_butTimed() { // GQL-13
        peer.full = true;
        peer.pass(Duration.ofSeconds(39));
        assertThat(slow).isFalse();
        peer.pass(Duration.ofSeconds(2));
        assertThat(slow).isTrue();
        assertThat(peer.pings).isZero();
        assertThat(peer.aborted).isFalse();

        peer.pass(Duration.ofSeconds(11));
        assertThat(peer.aborted).isTrue();
    }

    @Test
    void client_thatReadsSlowly_stays() {
        peer.full = true;
        for (int times = 0; times < 10; times++) {
            peer.pass(Duration.ofSeconds(29));
            stall.ends();
        }
        assertThat(slow).isFalse();
    }

    @Test
    void stopped_doesNothingMore() {
        heartbeat.stop();
        peer.pass(Duration.ofMinutes(5));

        assertThat(peer.pings).isZero();
        assertThat(peer.aborted).isFalse();
    }
}
