package dev.polyrpc.kit.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID, 3",
        "NOT_FOUND, 5",
        "EXISTS, 6",
        "CONFLICT, 10",
        "STATE, 9",
        "OUT_OF_RANGE, 11",
        "UNAUTHENTICATED, 16",
        "DENIED, 7",
        "EXHAUSTED, 8",
        "DEADLINE, 4",
        "UNAVAILABLE, 14"
    })
    void failure_isSaidInGrpcsNumbers_andReadBack(Kind kind, int code) {
        Failure failure = new Failure(kind, "WHY", "field: 7 (expected: 8)", Map.of("field", "7"));
        ServiceFault fault = Faults.of(new CompletionException(failure), "id-1");
        assertThat(fault.getCode().getValue()).isEqualTo(code);
        assertThat(fault.getRequestId()).isEqualTo("id-1");
        Failure read = Faults.failure(fault);
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.reason()).isEqualTo("WHY");
        assertThat(read).hasMessage("field: 7 (expected: 8)");
        assertThat(read.details()).isEqualTo(Map.of("field", "7"));
    }

    @Test
    void surprise_isInternalWithoutItsText_bothWays() {
        ServiceFault fault = Faults.of(new TException("SELECT secret"), "id-1");
        assertThat(fault.getCode()).isEqualTo(FaultCode.INTERNAL);
        assertThat(fault.getMessage()).isEqualTo("internal error");
        assertThat(Faults.failure(fault.setMessage("SELECT secret"))).hasMessage("internal error");
        assertThat(Faults.failure(new ServiceFault()).kind()).isEqualTo(Kind.INTERNAL);
    }

    @Test
    void exhausted_saysWhenToTryAgain() {
        Failure full = new Failure(Kind.EXHAUSTED, "OVERLOADED", "full", Map.of(Failure.RETRY_AFTER_MS, "200"));
        assertThat(Faults.of(full, "id-1").getRetryAfterMs()).isEqualTo(200);
    }

    @Test
    void whenToTryAgain_isSaidOfNothingElse_norInOddWords() {
        Failure down = new Failure(Kind.UNAVAILABLE, "DOWN", "down", Map.of(Failure.RETRY_AFTER_MS, "200"));
        Failure odd = new Failure(Kind.EXHAUSTED, "OVERLOADED", "full", Map.of(Failure.RETRY_AFTER_MS, "soon"));
        assertThat(Faults.of(down, "id-1").isSetRetryAfterMs()).isFalse();
        assertThat(Faults.of(odd, "id-1").isSetRetryAfterMs()).isFalse();
    }

    @Test
    void long_textIsCut() {
        Failure failure = new Failure(Kind.INVALID, "WHY", "m".repeat(5000), Map.of("field", "v".repeat(5000)));
        ServiceFault fault = Faults.of(failure, "id-1");
        assertThat(fault.getMessage()).hasSize(200);
        assertThat(fault.getDetails().get("field")).hasSize(64);
    }

    @Test
    void lostConnection_isUnavailable() {
        assertThat(Faults.failure(new TTransportException("reset")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Faults.failure(new CompletionException(new IOException("reset")))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }
}
