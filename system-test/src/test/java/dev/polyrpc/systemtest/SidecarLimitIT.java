package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many calls a sidecar lets each client make. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarLimitIT {
    private static final int CALLS_PER_SECOND = 20;
    private static final int UNDER_WAY = 2 * CALLS_PER_SECOND;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT)
            .withSidecars("CALLS", CALLS_PER_SECOND)
            .withSidecars("UNDER_WAY", UNDER_WAY);

    @Test
    void call_moreThanItsShare_isToldWhenToComeBackAndOthersAreServed() { // SIDE-1
        var alice = ProductMgmtServiceGrpc.newFutureStub(Wire.authorized(
                landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> landscape.token("alice", Built.PRODUCT_MGMT)));
        List<StatusRuntimeException> limited = flood(alice).stream()
                .filter(it -> it.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED)
                .toList();
        assertThat(limited).as("refused, as no bucket for all is used").hasSizeGreaterThan(10 * CALLS_PER_SECOND);
        assertThat(limited).allSatisfy(it -> {
            assertThat(Refusals.reason(it)).isEqualTo("RATE_LIMITED");
            assertThat(it.getTrailers().get(PUSHBACK)).isEqualTo("1000");
        });
        Refusals.assertRefused(
                () -> landscape.products("bob").getProduct(Shop.get("no-such-product")), Status.Code.NOT_FOUND);
    }

    @Test
    void calls_withoutAName_takeNobodysShare() { // SIDE-1
        var nameless = ProductMgmtServiceGrpc.newFutureStub(
                Wire.limited(landscape.badChannel(Built.PRODUCT_MGMT, "no-id"), LIMIT));
        assertThat(flood(nameless)).anyMatch(it -> it.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
        Refusals.assertRefused(
                () -> landscape.products("auditor").getProduct(Shop.get("no-such-product")), Status.Code.NOT_FOUND);
    }

    @Test
    void call_oneMoreThanMayBeUnderWay_isRefusedAtOnce() { // SIDE-2
        var watch = WatchInventoryRequest.newBuilder().setAfter(0).build();
        new Shop(landscape).stock("watched", 1);
        try (Context.CancellableContext watching = Context.current().withCancellation()) {
            watching.run(() -> Eventually.until("BACKEND_BUSY is what callers hear", LIMIT, () -> {
                try {
                    return !landscape.products("bob").watchInventory(watch).hasNext(); // and goes on
                } catch (StatusRuntimeException refused) { // some for being too many in a second
                    return Refusals.reason(refused).equals("BACKEND_BUSY");
                }
            }));
        }
    }

    @Test
    void call_isCountedByCode() {
        Refusals.assertRefused(
                () -> landscape.products("warehouse").getProduct(Shop.get("no-such-product")), Status.Code.NOT_FOUND);
        assertThat(landscape.sidecar(Built.PRODUCT_MGMT).stat("cluster.service.grpc.5"))
                .isPositive();
    }

    /** Many calls at once, of what there is not. */
    private static List<StatusRuntimeException> flood(ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub stub) {
        List<ListenableFuture<GetProductResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 20 * CALLS_PER_SECOND; i++) {
            calls.add(stub.getProduct(Shop.get("no-such-product")));
        }
        return calls.stream().map(SidecarLimitIT::refusal).toList();
    }

    private static StatusRuntimeException refusal(ListenableFuture<?> call) {
        try {
            throw new AssertionError("answered: " + call.get());
        } catch (ExecutionException refused) {
            return (StatusRuntimeException) refused.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
