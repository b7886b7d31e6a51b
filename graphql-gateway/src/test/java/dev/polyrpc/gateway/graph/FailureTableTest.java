package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.http.HttpStatuses;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/failures.md, row by row: each kind of failure in the words of every wire. */
final class FailureTableTest {
    private static final Path PAGE = Path.of("../docs/failures.md");
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| ([A-Z_]+)[^|]*\\| (\\d+) ([A-Z_]+)[^|]*\\| `ServiceFault\\{(\\d+)}`[^|]*\\| ([^|]*)\\| (\\d{3})[^|]*\\|$");

    static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().map(Row::of).toList();
    }

    @Test
    void table_hasARowForEachKind() throws IOException {
        assertThat(rows()).extracting(Row::kind).containsExactlyInAnyOrder(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void failure_ofEachKind_isSaidByEveryWireAsTheTableDoes(Row row) {
        Failure failure = new Failure(row.kind, "SOME_REASON", "what was wrong");

        StatusRuntimeException grpc = Statuses.of(failure, "id");
        ServiceFault thrift = Faults.of(failure, "id");

        assertThat(grpc.getStatus().getCode()).isEqualTo(Status.Code.valueOf(row.grpcName));
        assertThat(grpc.getStatus().getCode().value()).isEqualTo(row.grpc);
        assertThat(thrift.getCode().getValue()).isEqualTo(row.thrift).isEqualTo(row.grpc);
        assertThat(thrift.getCode()).hasToString(row.grpcName);
        assertThat(row.graphql)
                .contains(
                        String.valueOf(ErrorWords.of(failure, null).extensions().get("code")));
        assertThat(HttpStatuses.status(row.kind)).isEqualTo(row.http);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void failure_ofEachKind_readBackFromEitherWire_isTheSame(Row row) {
        Failure failure = new Failure(row.kind, "SOME_REASON", "what was wrong");

        Failure overGrpc = Statuses.failure(Statuses.of(failure, "id"));
        Failure overThrift = Faults.failure(Faults.of(failure, "id"));

        assertThat(overThrift.kind()).isEqualTo(overGrpc.kind()).isEqualTo(row.kind);
        assertThat(overThrift.reason()).isEqualTo(overGrpc.reason());
    }

    @Test
    void overload_readBackFromEitherWire_saysWhenToTryAgain() {
        Failure full = CallPool.full();

        Failure overGrpc = Statuses.failure(Statuses.of(full, "id"));
        Failure overThrift = Faults.failure(Faults.of(full, "id"));

        for (Failure read : new Failure[] {overGrpc, overThrift}) {
            assertThat(read).hasMessage(full.getMessage());
            assertThat(read.reason()).isEqualTo("OVERLOADED");
            assertThat(read.details()).isEqualTo(full.details()).containsEntry("retryAfterMs", "200");
        }
        assertThat(Faults.of(full, "id").getRetryAfterMs()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void status_ofAStranger_isToldInOurOwnWords(Status.Code code) { // GQL-11
        String theirs = "java.sql.SQLException at /10.0.0.1:7401: SELECT secret";
        Failure failure =
                Statuses.failure(code.toStatus().withDescription(theirs).asRuntimeException());

        ErrorWords words = ErrorWords.of(failure, "return");

        assertThat(words.message() + words.extensions()).doesNotContain("java", "10.0.0.1", "SELECT", "secret");
        assertThat(words.extensions()).containsKeys("code", "reason", "grpcStatus", "retryable", "backend");
    }

    private record Row(Kind kind, int grpc, String grpcName, int thrift, String graphql, int http) {
        static Row of(MatchResult found) {
            return new Row(
                    Kind.valueOf(found.group(1)),
                    Integer.parseInt(found.group(2)),
                    found.group(3),
                    Integer.parseInt(found.group(4)),
                    found.group(5),
                    Integer.parseInt(found.group(6)));
        }
    }
}
