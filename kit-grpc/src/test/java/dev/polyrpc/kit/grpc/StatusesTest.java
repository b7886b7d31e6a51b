package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusesTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID,3",
        "NOT_FOUND,5",
        "EXISTS,6",
        "CONFLICT,10",
        "STATE,9",
        "OUT_OF_RANGE,11",
        "UNAUTHENTICATED,16",
        "DENIED,7",
        "EXHAUSTED,8",
        "DEADLINE,4",
        "UNAVAILABLE,14",
        "INTERNAL,13"
    })
    void kind_hasItsCode(Kind kind, int code) {
        assertThat(Statuses.of(new Failure(kind, "R", "m"), "id")
                        .getStatus()
                        .getCode()
                        .value())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
    void failure_thereAndBack_isTheSame(Kind kind) {
        Failure sent = new Failure(kind, "SOME_REASON", "what: 1 (expected: 2)", Map.of("what", "1"));
        Failure read = Statuses.failure(Statuses.of(sent, "id"));
        assertThat(read).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void everyStatus_carriesReasonDomainAndRequestId() throws Exception {
        Status status = status(new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "product_id: x"));
        ErrorInfo info = detail(status, ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("PRODUCT_NOT_FOUND");
        assertThat(info.getDomain()).isEqualTo("polyrpc.test");
        assertThat(detail(status, RequestInfo.class).getRequestId()).isEqualTo("id");
    }

    @Test
    void invalid_namesEachField() throws Exception {
        Status status = status(Failure.invalid("QUANTITY_OUT_OF_RANGE", "quantity", 0, "1 to 9"));
        assertThat(detail(status, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("quantity");
        assertThat(detail(status, BadRequest.class).getFieldViolations(0).getDescription())
                .isEqualTo("quantity: 0 (expected: 1 to 9)");
    }

    @Test
    void state_carriesPrecondition() throws Exception {
        Status status = status(new Failure(Kind.STATE, "STOCK_OUT_OF_RANGE", "too low"));
        assertThat(detail(status, PreconditionFailure.class).getViolations(0).getType())
                .isEqualTo("STOCK_OUT_OF_RANGE");
    }

    @Test
    void exhausted_saysWhenToRetry_inDetailsAndPushback() throws Exception {
        StatusRuntimeException refusal =
                Statuses.of(new Failure(Kind.EXHAUSTED, "OVERLOADED", "m", Map.of("retryAfterMs", "1500")), "id");
        RetryInfo retry = detail(StatusProto.fromThrowable(refusal), RetryInfo.class);
        assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
        assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
        assertThat(refusal.getTrailers().get(Statuses.PUSHBACK)).isEqualTo("1500");
    }

    @Test
    void unexpected_leavesAsInternalErrorWithoutItsText() { // RPC-12
        StatusRuntimeException refusal =
                Statuses.of(new CompletionException(new IllegalStateException("SELECT secret")), "id-1");
        assertThat(refusal).hasMessage("INTERNAL: internal error");
        assertThat(StatusProto.fromThrowable(refusal).toString())
                .contains("id-1")
                .doesNotContain("SELECT", "IllegalState");
    }

    @Test
    void foreignText_isNotPassedOn() {
        Failure read = Statuses.failure(io.grpc.Status.UNAVAILABLE
                .withDescription("io exception: /127.0.0.1:7401")
                .asRuntimeException());
        assertThat(read.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(read).hasMessage("unavailable");
    }

    @Test
    void failureThatKeptTheCallAtHome_isItself() {
        Failure noToken = new Failure(Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE", "no token");
        assertThat(Statuses.failure(
                        io.grpc.Status.UNAVAILABLE.withCause(noToken).asRuntimeException()))
                .isSameAs(noToken);
    }

    @Test
    void hugeInput_keepsTrailersUnder8KiB() {
        Map<String, String> details = new HashMap<>();
        for (int field = 0; field < 100; field++) {
            details.put("field" + field, "\u20ac".repeat(100_000));
        }
        StatusRuntimeException refusal =
                Statuses.of(new Failure(Kind.INVALID, "R", "\u20ac".repeat(1_000_000), details), "id");
        int details64 = refusal.getTrailers().get(DETAILS).length * 4 / 3;
        int percentEncoded = refusal.getStatus().getDescription().length() * 9;
        assertThat(details64 + percentEncoded).isLessThan(8_000);
    }

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static Status status(Failure failure) {
        return StatusProto.fromThrowable(Statuses.of(failure, "id"));
    }

    private static <T extends com.google.protobuf.Message> T detail(Status status, Class<T> type)
            throws InvalidProtocolBufferException {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                return detail.unpack(type);
            }
        }
        throw new AssertionError("no " + type.getSimpleName());
    }
}
