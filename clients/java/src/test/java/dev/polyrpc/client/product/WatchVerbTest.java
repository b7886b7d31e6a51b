package dev.polyrpc.client.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchVerbTest {
    private final ProductStreams streams = new ProductStreams();
    private final TestSystem system = TestSystem.start(streams, new ReturnServiceImplBase() {});

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void watch_count_endsAfterSoMany() {
        Run run = system.run("watch", "--after=0", "--count=2", "--product=chai", "--product=chang");

        assertThat(run.exit()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).startsWith("POSITION  TIME");
        assertThat(run.lines().get(1)).startsWith("       3  ").contains("  chai  ");
        assertThat(run.lines().get(2)).startsWith("       6  ");
        assertThat(run.err()).isEqualToIgnoringNewLines("Watching what comes after position 0");
        assertThat(streams.watched.get(0).getProductIdsList()).containsExactly("chai", "chang");
    }

    @Test
    void watch_fromNow_saysWhereThatIs() {
        Run run = system.run("watch", "--count=1", "--json");

        assertThat(run.out()).startsWith("{\"position\":\"9\",\"productId\":\"chai\"");
        assertThat(run.err()).isEqualToIgnoringNewLines("{\"note\":\"Watching what comes after position 6\"}");
        assertThat(streams.watched.get(0).hasAfter()).isFalse();
    }

    @Test
    void watch_lost_goesOnBehindWhatItSaw() { // I5
        streams.ends.add(ProductStreams.failure(Kind.UNAVAILABLE, "SERVER_DRAINING"));

        Run run = system.run("watch", "--after=0", "--count=3");

        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .extracting(line -> line.substring(0, 8).strip())
                .containsExactly("POSITION", "3", "6", "9");
        assertThat(run.err().lines().toList())
                .hasSize(3)
                .satisfies(
                        notes -> assertThat(notes.get(1))
                                .startsWith("the stream ended (UNAVAILABLE SERVER_DRAINING: not today")
                                .endsWith("trying again for 120 s"),
                        notes -> assertThat(notes.get(2)).startsWith("connected again after "));
        assertThat(streams.watched).extracting(WatchInventoryRequest::getAfter).containsExactly(0L, 3L);
    }

    @Test
    void watch_lost_asJson_isObjectsOnStderr() {
        streams.ends.add(ProductStreams.failure(Kind.UNAVAILABLE, "SERVER_DRAINING"));

        Run run = system.run("watch", "--after=0", "--count=2", "--json");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.notes())
                .hasSize(3)
                .allSatisfy(note -> assertThat(note.getFieldsMap()).containsOnlyKeys("note"));
        assertThat(run.err()).contains("{\"note\":\"the stream ended (", "{\"note\":\"connected again ");
    }

    @Test
    void watch_refusedForGood_endsWithTheReason() {
        streams.ends.add(ProductStreams.failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED"));

        Run run = system.run("watch", "--after=0", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.notes())
                .last()
                .satisfies(error -> assertThat(error.getFieldsOrThrow("reason").getStringValue())
                        .isEqualTo("POSITION_EXPIRED"));
    }
}
