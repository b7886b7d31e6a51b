package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorWordsTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID, BAD_USER_INPUT, 3, false",
        "NOT_FOUND, NOT_FOUND, 5, false",
        "EXISTS, ALREADY_EXISTS, 6, false",
        "CONFLICT, CONFLICT, 10, true",
        "STATE, FAILED_PRECONDITION, 9, false",
        "OUT_OF_RANGE, BAD_USER_INPUT, 11, false",
        "UNAUTHENTICATED, UNAUTHENTICATED, 16, false",
        "DENIED, FORBIDDEN, 7, false",
        "EXHAUSTED, RATE_LIMITED, 8, true",
        "DEADLINE, DEADLINE_EXCEEDED, 4, true",
        "UNAVAILABLE, SERVICE_UNAVAILABLE, 14, true",
        "INTERNAL, INTERNAL_SERVER_ERROR, 13, false"
    })
    void failure_ofEachKind_hasItsCode(Kind kind, String code, int grpcStatus, boolean retryable) {
        ErrorWords words = ErrorWords.of(new Failure(kind, "REASON", "text"), "return");

        assertThat(words.extensions())
                .containsEntry("code", code)
                .containsEntry("grpcStatus", grpcStatus)
                .containsEntry("retryable", retryable)
                .containsEntry("reason", "REASON")
                .containsEntry("backend", "return");
    }

    @Test
    void transportsWords_areNotRepeated() {
        ErrorWords words = ErrorWords.of(new Failure(Kind.UNAVAILABLE, "UNAVAILABLE", "127.0.0.1: refused"), "return");

        assertThat(words.message()).isEqualTo("return cannot be reached");
    }
}
