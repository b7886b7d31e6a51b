package dev.polyrpc.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.client.bulk.Feeder;
import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import io.grpc.CallOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeTest {
    private static final int ITEMS = 1_000;
    private static final int EACH_CUT = 170;

    private final ItemServer items = new ItemServer();
    private final WireServer wire = WireServer.start(items);
    private final Exchange<ReconcileInventoryRequest, ReconcileInventoryResponse> exchange = new Exchange<>(
            () -> wire.channel().newCall(ProductMgmtServiceGrpc.getReconcileInventoryMethod(), CallOptions.DEFAULT),
            ReconcileInventoryResponse::getItem,
            new Reconnection(Duration.ofSeconds(20), note -> {}));
    private final List<Long> answered = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        wire.close();
    }

    @Test
    void next_cutAgainAndAgain_eachItemIsAnsweredOnceUnderOneId() throws Exception {
        items.at(number -> {
            if (number % EACH_CUT == 0) {
                wire.cut();
            }
        });
        feed(1);

        assertThat(answered).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, ITEMS).boxed().toList());
        assertThat(items.effects()).hasSize(ITEMS);
        assertThat(items.streams()).isGreaterThan(3);
        assertThat(exchange.unanswered()).isEmpty();
    }

    @Test
    void next_serverDrains_goesOnOverAnotherStream() throws Exception {
        feed(0);

        assertThat(items.streams()).isEqualTo(2);
        assertThat(answered).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(items.effects()).hasSize(ITEMS);
        assertThat(items.items()).isEqualTo(ITEMS + 1); // the one that took effect, and whose answer was lost
    }

    @Test
    void run_feedingFails_failsOnceAllWasAnswered() {
        assertThatThrownBy(() -> Feeder.run(
                        exchange,
                        () -> {
                            exchange.submit(1, item(1, 1));
                            throw new IOException("the file ends here");
                        },
                        answer -> answered.add(answer.getItem())))
                .hasMessage("the file ends here");
        assertThat(answered).containsExactly(1L);
    }

    private void feed(int counted) throws Exception {
        Feeder.run(
                exchange,
                () -> {
                    for (long number = 1; number <= ITEMS; number++) {
                        exchange.submit(number, item(number, counted));
                    }
                },
                answer -> answered.add(answer.getItem()));
    }

    private static ReconcileInventoryRequest item(long number, int counted) {
        ReconcileInventoryRequest count = ReconcileInventoryRequest.newBuilder()
                .setItem(number)
                .setCounted(counted)
                .build();
        return count.toBuilder().setRequestId(RequestIds.ofContent(count)).build();
    }
}
