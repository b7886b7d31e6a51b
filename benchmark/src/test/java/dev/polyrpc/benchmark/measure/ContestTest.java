package dev.polyrpc.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.stack.Arena;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ContestTest {
    @Test
    void warmUpLatest_loadThatFails_isToldAndEnded() throws IOException, InterruptedException {
        FailingLoad load = new FailingLoad();
        List<String> problems = new ArrayList<>();
        Quiet quiet = new Quiet(() -> List.of(), Duration.ZERO);
        try (Contest contest = new Contest(quiet, (what, length) -> {}, window -> {}, problems::add)) {
            contest.add(Series.peak(Arena.entries().get(0)), List.of(), load).warmUpLatest(Duration.ofMinutes(1));
        }
        assertThat(problems).singleElement().asString().contains("the load failed");
        assertThat(load.ended).isTrue();
    }

    /** Fails as soon as it has begun. */
    private static final class FailingLoad implements Load {
        private boolean ended;

        @Override
        public CompletionStage<Void> begin() {
            return CompletableFuture.failedFuture(new IllegalStateException("the server has gone"));
        }

        @Override
        public Tally mark() {
            throw new IllegalStateException("mark (expected: never, after a failure)");
        }

        @Override
        public void end() {
            ended = true;
        }
    }
}
