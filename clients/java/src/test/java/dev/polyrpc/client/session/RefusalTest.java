package dev.polyrpc.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.session.Refusal.Violation;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void of_statusWithDetails_hasReasonAndRequestId() {
        Failure failure = new Failure(Kind.STATE, "ALREADY_RETURNED", "a return of it lives");

        Refusal refusal = Refusal.of(Statuses.of(failure, "request-1"));

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        Code.FAILED_PRECONDITION, "ALREADY_RETURNED", "a return of it lives", List.of(), "request-1"));
        assertThat(refusal)
                .hasToString("FAILED_PRECONDITION ALREADY_RETURNED: a return of it lives (request request-1)");
        assertThat(refusal.exitCode()).isEqualTo(1);
    }

    @Test
    void of_invalidRequest_namesTheFields() {
        Failure failure = Failure.invalid("QUANTITY_OUT_OF_RANGE", "change", 0, "-9 to 9, not 0");

        Refusal refusal = Refusal.of(Statuses.of(failure, "request-1"));

        assertThat(refusal.violations())
                .containsExactly(new Violation("change", "change: 0 (expected: -9 to 9, not 0)"));
    }

    @Test
    void of_nobodyThere_isUnreachable() {
        Refusal refusal = Refusal.of(Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: [a, b]")
                .asRuntimeException());

        assertThat(refusal).hasToString("UNAVAILABLE: the service cannot be reached");
        assertThat(refusal.requestId()).isEmpty();
        assertThat(refusal.exitCode()).isEqualTo(3);
    }

    @Test
    void of_callThatItsTokenKeptAtHome_saysWhy() {
        Failure noToken = new Failure(Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE", "it is down");

        Refusal refusal = Refusal.of(Status.UNAVAILABLE.withCause(noToken).asRuntimeException());

        assertThat(refusal).hasToString("UNAVAILABLE TOKEN_SERVICE_UNAVAILABLE: it is down");
        assertThat(refusal.exitCode()).isEqualTo(3);
    }

    @Test
    void of_failureInAFuture_isTheFailure() {
        Failure denied = new Failure(Kind.DENIED, "SCOPE_MISSING", "not allowed");

        assertThat(Refusal.of(new CompletionException(denied)))
                .hasToString("PERMISSION_DENIED SCOPE_MISSING: not allowed");
    }

    @Test
    void of_unreadableFile_isUsage() {
        assertThat(Refusal.of(new IOException("there is no client eve")).exitCode())
                .isEqualTo(2);
    }
}
