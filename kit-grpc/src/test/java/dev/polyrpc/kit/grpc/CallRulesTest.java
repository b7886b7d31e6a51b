package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallRulesTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private final List<Metadata> received = new ArrayList<>();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("headers")
                .directExecutor()
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        received.add(headers);
                        return next.startCall(call, headers);
                    }
                })
                .addService(new ProductMgmtServiceGrpc.ProductMgmtServiceImplBase() {
                    @Override
                    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> answers) {
                        answers.onNext(GetProductResponse.getDefaultInstance());
                        answers.onCompleted();
                    }
                })
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("headers")
                .directExecutor()
                .intercept(new CallRules())
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void options_goOnAsHeaders() {
        call(stub().withOption(GrpcChannels.REQUEST_ID, "1a2b").withOption(GrpcChannels.TRACE_PARENT, PARENT));

        assertThat(sent("x-request-id")).isEqualTo("1a2b");
        assertThat(sent("traceparent")).isEqualTo(PARENT);
    }

    @Test
    void options_absent_addNoHeader() {
        call(stub());

        assertThat(sent("x-request-id")).isNull();
        assertThat(sent("traceparent")).isNull();
    }

    @Test
    void callBeingServed_goesOnAsHeaders() {
        Context.current()
                .withValue(CallContext.KEY, new CallContext("served", PARENT))
                .run(() -> call(stub()));

        assertThat(sent("x-request-id")).isEqualTo("served");
        assertThat(sent("traceparent")).isEqualTo(PARENT);
    }

    private ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub stub() {
        return ProductMgmtServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    private static void call(ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub stub) {
        assertThat(stub.getProduct(GetProductRequest.getDefaultInstance())).isNotNull();
    }

    private String sent(String header) {
        return received.get(0).get(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER));
    }
}
