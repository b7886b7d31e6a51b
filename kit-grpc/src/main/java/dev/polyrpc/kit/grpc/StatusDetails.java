package dev.polyrpc.kit.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.polyrpc.kit.call.ShortFailure;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The google.rpc details of a failure, kept so short that the trailers stay under 8 KiB whatever the input was. */
final class StatusDetails {
    private StatusDetails() {}

    static Status write(Failure failure, Code code, String requestId) {
        String message = ShortFailure.message(failure);
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason(failure.reason()).setDomain(Statuses.DOMAIN);
        Map<String, String> details = failure.details();
        info.putAllMetadata(ShortFailure.details(failure));
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info.build()))
                .addDetails(Any.pack(
                        RequestInfo.newBuilder().setRequestId(requestId).build()));
        if (failure.kind() == Kind.INVALID && !details.isEmpty()) {
            status.addDetails(Any.pack(violations(info.getMetadataMap(), message)));
        }
        if (failure.kind() == Kind.STATE) {
            status.addDetails(Any.pack(PreconditionFailure.newBuilder()
                    .addViolations(PreconditionFailure.Violation.newBuilder()
                            .setType(failure.reason())
                            .setDescription(message))
                    .build()));
        }
        String retryAfter = details.get(Failure.RETRY_AFTER_MS);
        if (retryAfter != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(duration(Long.parseLong(retryAfter)))
                    .build()));
        }
        return status.build();
    }

    static Failure read(io.grpc.Status outcome, @Nullable Status status) {
        Kind kind = Statuses.kind(outcome.getCode());
        ErrorInfo info = status == null ? null : errorInfo(status);
        if (info == null || kind == Kind.INTERNAL) {
            // Not said by one of ours: such text may name classes and addresses, so it is not passed on.
            String code = outcome.getCode().name();
            return new Failure(kind, code, code.toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return new Failure(kind, info.getReason(), String.valueOf(outcome.getDescription()), info.getMetadataMap());
    }

    private static BadRequest violations(Map<String, String> fields, String message) {
        BadRequest.Builder request = BadRequest.newBuilder();
        for (String field : fields.keySet()) {
            request.addFieldViolations(
                    BadRequest.FieldViolation.newBuilder().setField(field).setDescription(message));
        }
        return request.build();
    }

    private static @Nullable ErrorInfo errorInfo(Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    return info.getDomain().equals(Statuses.DOMAIN) ? info : null;
                } catch (InvalidProtocolBufferException e) {
                    return null; // the code alone has to do
                }
            }
        }
        return null;
    }

    private static Duration duration(long millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos((int) (millis % 1000) * 1_000_000)
                .build();
    }
}
