package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EncodedMethodTest {
    private static final GetProductResponse ANSWER = GetProductResponse.newBuilder()
            .setProduct(Product.newBuilder().setProductId("chai").setUnitPriceCents(1_800))
            .build();

    private final ServerServiceDefinition original = new Handlers().bindService();
    private final ServerServiceDefinition encoded =
            EncodedMethod.in(original, ProductMgmtServiceGrpc.getGetProductMethod(), (request, responses) -> {
                responses.onNext(ANSWER.toByteArray());
                responses.onCompleted();
            });

    @Test
    void bytes_arriveAsTheMessageThatTheySay() throws IOException {
        Server server = InProcessServerBuilder.forName("encoded")
                .directExecutor()
                .addService(encoded)
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName("encoded").directExecutor().build();
        try {
            assertThat(ProductMgmtServiceGrpc.newBlockingStub(channel)
                            .getProduct(GetProductRequest.getDefaultInstance()))
                    .isEqualTo(ANSWER);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void service_staysWhatItWas() {
        assertThat(names(encoded)).containsExactlyInAnyOrderElementsOf(names(original));
        assertThat(Policies.of(List.of(encoded))).isEqualTo(Policies.of(List.of(original)));
        assertThat(encoded.getServiceDescriptor().getSchemaDescriptor())
                .isSameAs(original.getServiceDescriptor().getSchemaDescriptor());
    }

    private static List<String> names(ServerServiceDefinition service) {
        return service.getServiceDescriptor().getMethods().stream()
                .map(MethodDescriptor::getFullMethodName)
                .toList();
    }
}
