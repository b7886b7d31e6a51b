package dev.polyrpc.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WorkersTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whatHasBegun_goesOnBeforeThoseWhoWait_howeverMany() throws Exception { // GQL-31
        CountDownLatch busy = new CountDownLatch(1);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        CountDownLatch all = new CountDownLatch(Workers.MOST_WAITING + 2);
        try (Workers workers = Workers.start()) {
            for (int thread = 0; thread < threads; thread++) {
                workers.goOn(() -> await(busy));
            }
            for (int waiting = 0; waiting < Workers.MOST_WAITING; waiting++) {
                workers.execute(() -> tell("begins", all));
            }
            assertThatThrownBy(() -> workers.execute(() -> tell("too much", all)))
                    .isInstanceOfSatisfying(
                            Failure.class, full -> assertThat(full.reason()).isEqualTo("LARGE_REQUESTS_FULL"));
            workers.inTurn(() -> tell("an event", all));
            workers.goOn(() -> tell("goes on on " + Thread.currentThread().getName(), all));

            assertThat(done).isEmpty();
            busy.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            workers.execute(() -> {}); // there is room again
        }
        assertThat(done.subList(0, threads))
                .anySatisfy(first -> assertThat(first).startsWith("goes on on large-request"));
        assertThat(done.get(0)).isNotEqualTo("an event"); // it waits its turn
        assertThat(done).hasSize(Workers.MOST_WAITING + 2).doesNotContain("too much");
    }

    private void tell(String what, CountDownLatch all) {
        done.add(what);
        all.countDown();
    }

    private static void await(CountDownLatch busy) {
        try {
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
