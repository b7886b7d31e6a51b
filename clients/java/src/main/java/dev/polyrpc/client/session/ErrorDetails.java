package dev.polyrpc.client.session;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.Status;
import dev.polyrpc.client.session.Refusal.Violation;
import dev.polyrpc.kit.failure.Failure;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;

/** Reads the google.rpc details that a service puts into the trailers of a call that it refuses. */
final class ErrorDetails {
    private ErrorDetails() {}

    static Refusal refusal(Throwable thrown) {
        io.grpc.Status outcome = io.grpc.Status.fromThrowable(thrown);
        if (outcome.getCause() instanceof Failure ours) {
            return Refusal.of(ours);
        }
        Status status = StatusProto.fromThrowable(thrown);
        List<Any> details = status == null ? List.of() : status.getDetailsList();
        Optional<ErrorInfo> info = detail(details, ErrorInfo.class);
        return new Refusal(
                outcome.getCode(),
                info.map(ErrorInfo::getReason).orElse(outcome.getCode().name()),
                info.isPresent() ? String.valueOf(outcome.getDescription()) : words(outcome),
                detail(details, BadRequest.class).map(ErrorDetails::violations).orElse(List.of()),
                detail(details, RequestInfo.class)
                        .map(RequestInfo::getRequestId)
                        .orElse(""));
    }

    /** Of what no service of ours said; the library's own words fill several lines. */
    private static String words(io.grpc.Status outcome) {
        return switch (outcome.getCode()) {
            case UNAVAILABLE ->
                String.valueOf(outcome.getDescription()).contains("ALPN")
                        ? "what listens there speaks no HTTP/2 (is it a port of Thrift?)"
                        : "the service cannot be reached";
            case DEADLINE_EXCEEDED -> "no answer in time";
            case CANCELLED -> "the call was cancelled";
            default ->
                Optional.ofNullable(outcome.getDescription())
                        .flatMap(text -> text.lines().findFirst())
                        .orElse("no more is known");
        };
    }

    private static List<Violation> violations(BadRequest request) {
        return request.getFieldViolationsList().stream()
                .map(violation -> new Violation(violation.getField(), violation.getDescription()))
                .toList();
    }

    private static <D extends Message> Optional<D> detail(List<Any> details, Class<D> type) {
        return details.stream().filter(detail -> detail.is(type)).findFirst().flatMap(detail -> {
            try {
                return Optional.of(detail.unpack(type));
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty(); // the code alone has to do
            }
        });
    }
}
