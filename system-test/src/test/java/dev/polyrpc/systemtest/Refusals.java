package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call says. */
final class Refusals {
    private Refusals() {}

    /** Expects a call to be refused with this code and machine-readable reason. */
    static StatusRuntimeException assertRefused(ThrowingCallable call, Status.Code code, String reason) {
        StatusRuntimeException refusal = assertRefused(call, code);
        assertThat(reason(refusal)).isEqualTo(reason);
        return refusal;
    }

    /** Expects a call to be refused with this code. */
    static StatusRuntimeException assertRefused(ThrowingCallable call, Status.Code code) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as("a refusal with " + code).isNotNull();
        assertThat(refusal.getStatus().getCode()).as(refusal.getMessage()).isEqualTo(code);
        return refusal;
    }

    /** The reason in the refusal's ErrorInfo; empty when there is none. */
    static String reason(StatusRuntimeException refusal) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
        if (status == null) {
            return "";
        }
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    return detail.unpack(ErrorInfo.class).getReason();
                }
            }
            return "";
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("details that cannot be read", e);
        }
    }
}
