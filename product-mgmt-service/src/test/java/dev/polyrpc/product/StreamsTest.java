package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.testing.RecordedAnswers;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The methods that stream are guarded as all others are. */
final class StreamsTest {
    private static final List<String> SCOPES =
            List.of("product:read", "product:write", "stock:adjust", "stock:quarantine", "stock:settle");

    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void streams_areThese() {
        assertThat(streams())
                .extracting(MethodDescriptor::getBareMethodName)
                .containsExactlyInAnyOrder("ImportProducts", "WatchInventory", "ReconcileInventory");
    }

    @ParameterizedTest
    @CsvSource({"ImportProducts, product:write", "WatchInventory, product:read", "ReconcileInventory, stock:adjust"})
    void stream_withAllScopesButItsOwn_isDenied(String name, String scope) throws Exception {
        String[] others = SCOPES.stream().filter(other -> !other.equals(scope)).toArray(String[]::new);

        Throwable refusal = call(caller(others), stream(name));

        assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("SCOPE_MISSING");
    }

    private static ProductMgmtServiceBlockingStub caller(String... scopes) {
        return fixture.as("warehouse", fixture.issuer().staffToken("warehouse", "product-mgmt", scopes));
    }

    private static MethodDescriptor<?, ?> stream(String name) {
        return streams().stream()
                .filter(method -> name.equals(method.getBareMethodName()))
                .findFirst()
                .orElseThrow();
    }

    private static <Q, A> Throwable call(ProductMgmtServiceBlockingStub stub, MethodDescriptor<Q, A> method)
            throws Exception {
        RecordedAnswers<A> answers = new RecordedAnswers<>();
        StreamObserver<Q> requests =
                ClientCalls.asyncBidiStreamingCall(stub.getChannel().newCall(method, stub.getCallOptions()), answers);
        requests.onNext(method.parseRequest(InputStream.nullInputStream()));
        requests.onCompleted();
        return Objects.requireNonNull(answers.failure(), "it was served");
    }

    private static List<MethodDescriptor<?, ?>> streams() {
        return ProductMgmtServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(method -> method.getType() != MethodDescriptor.MethodType.UNARY)
                .toList();
    }
}
