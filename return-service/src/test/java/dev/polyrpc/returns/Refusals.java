package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call was refused with. */
final class Refusals {
    private Refusals() {}

    /** The refusal as code and reason, for example {@code NOT_FOUND RETURN_NOT_FOUND}. */
    static String refusal(ThrowingCallable call) {
        StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
        if (thrown == null) {
            throw new AssertionError("the call was not refused");
        }
        return refusal(thrown);
    }

    static String refusal(Throwable thrown) {
        Failure failure = Statuses.failure(thrown);
        return failure.kind() + " " + failure.reason();
    }
}
