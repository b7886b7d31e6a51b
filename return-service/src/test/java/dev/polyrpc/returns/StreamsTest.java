package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.testing.RecordedAnswers;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The methods that stream: which there are, and who may call them. */
final class StreamsTest {
    private static final List<String> SCOPES = List.of("returns:read", "returns:write", "returns:inspect");

    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void streams_areThese() {
        assertThat(streams())
                .extracting(MethodDescriptor::getBareMethodName)
                .containsExactlyInAnyOrder("SubmitReturns", "WatchReturns", "InspectReturns");
    }

    @ParameterizedTest
    @CsvSource({"SubmitReturns, returns:write", "WatchReturns, returns:read", "InspectReturns, returns:inspect"})
    void stream_withAllScopesButItsOwn_isDenied(String name, String scope) throws Exception {
        String[] others = SCOPES.stream().filter(other -> !other.equals(scope)).toArray(String[]::new);

        Throwable refusal = call(caller(others), stream(name));

        assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("SCOPE_MISSING");
    }

    private static ReturnServiceBlockingStub caller(String... scopes) {
        String token = rig.issuer.staffToken("warehouse", "return", scopes);
        return rig.warehouse().withCallCredentials(BearerCredentials.of(token));
    }

    private static MethodDescriptor<?, ?> stream(String name) {
        return streams().stream()
                .filter(method -> name.equals(method.getBareMethodName()))
                .findFirst()
                .orElseThrow();
    }

    private static <Q, A> Throwable call(ReturnServiceBlockingStub stub, MethodDescriptor<Q, A> method)
            throws Exception {
        RecordedAnswers<A> answers = new RecordedAnswers<>();
        StreamObserver<Q> requests =
                ClientCalls.asyncBidiStreamingCall(stub.getChannel().newCall(method, stub.getCallOptions()), answers);
        requests.onNext(method.parseRequest(InputStream.nullInputStream()));
        requests.onCompleted();
        return Objects.requireNonNull(answers.failure(), "it was served");
    }

    private static List<MethodDescriptor<?, ?>> streams() {
        return ReturnServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(method -> method.getType() != MethodDescriptor.MethodType.UNARY)
                .toList();
    }
}
