package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Holds what two wires say of a call against each other. */
final class Alike {
    private Alike() {}

    /** A call that is refused over gRPC is refused over Thrift with the same kind, reason, words and details. */
    static Failure refusal(ThrowingCallable overGrpc, ThrowingCallable overThrift) {
        Throwable refused = catchThrowable(overGrpc);
        Failure grpc = Statuses.failure(refused instanceof AssertionError ended ? ended.getCause() : refused);
        Failure thrift = catchThrowableOfType(Failure.class, overThrift);
        assertSame(grpc, thrift);
        return thrift;
    }

    static void assertSame(Failure one, Failure other) {
        assertThat(one.kind()).as(one.getMessage()).isEqualTo(other.kind());
        assertThat(one.reason()).isEqualTo(other.reason());
        assertThat(one).hasMessage(other.getMessage());
        assertThat(one.details()).isEqualTo(other.details());
    }
}
