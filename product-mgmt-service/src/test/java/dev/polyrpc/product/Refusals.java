package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a caller is refused with. */
final class Refusals {
    private Refusals() {}

    static Failure refused(Kind kind, String reason, ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        assertThat(thrown).as("%s %s", kind, reason).isNotNull();
        Failure failure = Statuses.failure(thrown);
        assertThat(failure.kind() + " " + failure.reason())
                .as(failure.getMessage())
                .isEqualTo(kind + " " + reason);
        return failure;
    }
}
