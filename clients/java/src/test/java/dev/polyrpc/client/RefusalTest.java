package dev.polyrpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void of_statusWithDetails_hasReasonAndRequestId() {
        Failure failure = new Failure(Kind.STATE, "ALREADY_RETURNED", "a return of it lives");

        Refusal refusal = Refusal.of(Statuses.of(failure, "request-1"));

        assertThat(refusal).isEqualTo(new Refusal(Kind.STATE, "ALREADY_RETURNED", "a return of it lives", "request-1"));
        assertThat(refusal).hasToString("STATE ALREADY_RETURNED: a return of it lives (request request-1)");
        assertThat(refusal.exitCode()).isEqualTo(1);
    }

    @Test
    void of_nobodyThere_isUnreachable() {
        Refusal refusal =
                Refusal.of(Status.UNAVAILABLE.withDescription("io exception").asRuntimeException());

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal.requestId()).isEmpty();
        assertThat(refusal.exitCode()).isEqualTo(3);
    }

    @Test
    void of_unreadableFile_isUsage() {
        assertThat(Refusal.of(new IOException("there is no client eve")).exitCode())
                .isEqualTo(2);
    }
}
