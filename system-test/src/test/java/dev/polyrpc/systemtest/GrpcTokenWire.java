package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** gRPC over mutual TLS, shown alice's leaf. */
record GrpcTokenWire(String audience, String scope, Channel channel, Consumer<Channel> read, Consumer<Channel> watch)
        implements TokenWire {
    private static final String REFUSED = "the access token is missing or refused";

    static GrpcTokenWire products(Landscape landscape) {
        return products(landscape.anonymous(Built.PRODUCT_MGMT, "alice"));
    }

    static GrpcTokenWire products(Channel shown) {
        return new GrpcTokenWire(
                "product-mgmt",
                "product:read",
                shown,
                channel -> {
                    try {
                        ProductMgmtServiceGrpc.newBlockingStub(channel).getProduct(Shop.get("no-such-product"));
                    } catch (StatusRuntimeException e) {
                        if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                            throw e;
                        }
                    }
                },
                channel -> drain(ProductMgmtServiceGrpc.newBlockingStub(channel)
                        .watchInventory(WatchInventoryRequest.getDefaultInstance())));
    }

    static GrpcTokenWire returns(Landscape landscape) {
        return new GrpcTokenWire(
                "return",
                "returns:read",
                landscape.anonymous(Built.RETURN, "alice"),
                channel ->
                        ReturnServiceGrpc.newBlockingStub(channel).listReturns(ListReturnsRequest.getDefaultInstance()),
                channel -> drain(ReturnServiceGrpc.newBlockingStub(channel)
                        .watchReturns(WatchReturnsRequest.getDefaultInstance())));
    }

    @Override
    public Verdict call(List<String> authorizations) {
        return verdict(read, authorizations);
    }

    @Override
    public Verdict follow(String token) {
        return verdict(watch, List.of("Bearer " + token));
    }

    @Override
    public String toString() {
        return "gRPC " + audience;
    }

    private Verdict verdict(Consumer<Channel> work, List<String> authorizations) {
        Metadata headers = new Metadata();
        authorizations.forEach(value -> headers.put(Wire.AUTHORIZATION, value));
        try {
            work.accept(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
            return Verdict.SERVED;
        } catch (StatusRuntimeException refusal) {
            Verdict verdict = Verdict.valueOf(Refusals.reason(refusal));
            boolean denied = verdict == Verdict.SCOPE_MISSING;
            assertThat(refusal.getStatus().getCode())
                    .isEqualTo(denied ? Status.Code.PERMISSION_DENIED : Status.Code.UNAUTHENTICATED);
            assertThat(denied || REFUSED.equals(refusal.getStatus().getDescription()))
                    .as("one wording for all, that tells nothing: " + refusal.getMessage())
                    .isTrue();
            return verdict;
        }
    }

    private static void drain(Iterator<?> events) {
        while (events.hasNext()) {
            events.next();
        }
    }
}
