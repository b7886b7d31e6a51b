package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenOffTest {
    @ParameterizedTest
    @CsvSource({
        "INTERNAL,RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR,false,UNAVAILABLE",
        "INTERNAL,internal error,false,INTERNAL",
        "CANCELLED,RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR,false,CANCELLED",
        "UNKNOWN,channel closed,true,UNAVAILABLE",
        "UNKNOWN,channel closed,false,UNKNOWN"
    })
    void ending_isUnavailableOnlyWhereTheConnectionWasLost(
            Status.Code code, String text, boolean closed, Status.Code seen) throws IOException {
        Server server = InProcessServerBuilder.forName("reset")
                .directExecutor()
                .addService(new ProductMgmtServiceGrpc.ProductMgmtServiceImplBase() {
                    @Override
                    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> answers) {
                        answers.onError(code.toStatus()
                                .withDescription(text)
                                .withCause(closed ? new ClosedChannelException() : null)
                                .asRuntimeException());
                    }
                })
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName("reset")
                .propagateCauseWithStatus(true) // as what Netty tells of its own channel
                .directExecutor()
                .intercept(new CallRules())
                .build();
        try {
            StatusRuntimeException ending = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ProductMgmtServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(10, TimeUnit.SECONDS)
                            .getProduct(GetProductRequest.getDefaultInstance()));
            assertThat(ending.getStatus().getCode()).isEqualTo(seen);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
