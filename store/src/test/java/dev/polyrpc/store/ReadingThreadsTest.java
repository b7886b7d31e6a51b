package dev.polyrpc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ReadingThreadsTest {
    @Test
    void submit_behindAsManyAsMayWait_isRefusedAndTheOthersAreRead() {
        try (ReadingThreads threads = new ReadingThreads(1, 1)) {
            CompletableFuture<String> slow = new CompletableFuture<>();
            CompletionStage<String> first = threads.submit(slow::join);
            CompletionStage<String> second = threads.submit(() -> "read");
            CompletionStage<String> third = threads.submit(() -> "too many");

            Throwable refusal = catchThrowable(() -> third.toCompletableFuture().join());

            assertThat(refusal)
                    .cause()
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.EXHAUSTED));
            slow.complete("slow");
            assertThat(first.toCompletableFuture().join()).isEqualTo("slow");
            assertThat(second.toCompletableFuture().join()).isEqualTo("read");
        }
    }
}
