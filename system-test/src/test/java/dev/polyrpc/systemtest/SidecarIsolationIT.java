package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a sidecar keeps one caller from doing to another. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarIsolationIT {
    private static final Metadata.Key<String> LARGE = Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Enough for more bytes than a stream that nobody reads takes: 64 KiB. */
    private static final int EVENTS = 1_000;

    /** Enough of those for more bytes than a connection takes: 1 MiB. */
    private static final int STALLED = 40;

    /** More than the service takes on one connection in its window of time. */
    private static final int RESETS = 1_000;

    /** More than there are of callers who stay. */
    private static final int GONE = 20;

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT);

    @BeforeAll
    static void change() throws Exception {
        new Shop(landscape).stock("watched", EVENTS);
        var warehouse = ProductMgmtServiceGrpc.newFutureStub(Wire.authorized(
                landscape.anonymous(Built.PRODUCT_MGMT, "warehouse"),
                () -> landscape.token("warehouse", Built.PRODUCT_MGMT)));
        List<ListenableFuture<AdjustInventoryResponse>> changes = new ArrayList<>();
        for (int i = 1; i < EVENTS; i++) {
            changes.add(warehouse.adjustInventory(Shop.adjustment("watched", 1)));
        }
        Futures.allAsList(changes).get();
    }

    @Test
    void watch_anotherCallerSendsHeadersOfEverySize_goesOn() { // RPC-9 SIDE-11
        try (HeldWatch watch = HeldWatch.openFromStart(landscape, "warehouse")) {
            Channel bob = landscape.channel(Built.PRODUCT_MGMT, "bob");
            for (int size = 5_000; size < 13_000; size += 100) {
                Metadata headers = new Metadata();
                headers.put(LARGE, "x".repeat(size));
                var call = ProductMgmtServiceGrpc.newFutureStub(
                                ClientInterceptors.intercept(bob, MetadataUtils.newAttachHeadersInterceptor(headers)))
                        .getProduct(Shop.get("watched"));
                assertThatThrownBy(call::get).isNotNull();
            }
            assertGoesOn(watch);
        }
    }

    @Test
    void watch_anotherCallerResetsMoreStreamsThanTheServiceTakes_goesOn() { // SIDE-11
        try (HeldWatch watch = HeldWatch.openFromStart(landscape, "warehouse")) {
            for (int resets = 0; resets < RESETS; resets += STALLED) {
                stall(stalled -> stalled.forEach(call -> call.cancel("enough", null)));
            }
            assertGoesOn(watch);
        }
    }

    @Test
    void watch_anotherCallersStreamsStall_getsEverythingInTime() { // SIDE-11
        stall(stalled -> {
            try (HeldWatch watch = HeldWatch.openFromStart(landscape, "warehouse")) {
                watch.awaitMoreThan(EVENTS - 1);
            } finally {
                stalled.forEach(call -> call.cancel("seen", null));
            }
        });
    }

    @Test
    void connections_ofCallersThatHaveGone_areNotKept() {
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        for (int i = 0; i < GONE; i++) {
            ManagedChannel channel = Wire.channel(
                    landscape.port(Built.PRODUCT_MGMT),
                    landscape.certificates().resolve("ca.pem"),
                    landscape.certificates(),
                    "bob");
            assertThatThrownBy(() ->
                            ProductMgmtServiceGrpc.newBlockingStub(channel).getProduct(Shop.get("any")))
                    .isNotNull(); // no token: the service has said so
            channel.shutdownNow();
        }
        assertThat(sidecar.stat("cluster.service.upstream_cx_total")).isGreaterThanOrEqualTo(GONE);
        Eventually.until(
                "their connections to the service are closed",
                LIMIT,
                () -> sidecar.stat("cluster.service.upstream_cx_active") < GONE / 2);
    }

    /** Has bob begin streams that he never reads, unless he is thrown out. */
    private static void stall(Consumer<List<ClientCall<?, ?>>> meanwhile) {
        Channel bob = Wire.authorized(
                landscape.channel(Built.PRODUCT_MGMT, "bob"), () -> landscape.token("bob", Built.PRODUCT_MGMT));
        List<ClientCall<?, ?>> stalled = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(STALLED);
        for (int i = 0; i < STALLED; i++) {
            var call = bob.newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
            call.start(new Begun<>(begun), new Metadata());
            call.sendMessage(WatchInventoryRequest.newBuilder().setAfter(0).build());
            call.halfClose(); // and never asks for an answer
            stalled.add(call);
        }
        Eventually.until("bob's streams have begun", LIMIT, () -> begun.getCount() == 0);
        meanwhile.accept(stalled);
    }

    /** Tells of its stream once: that it was taken, or that it was not. */
    private static final class Begun<A> extends ClientCall.Listener<A> {
        private final CountDownLatch latch;
        private boolean told;

        Begun(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public void onHeaders(Metadata headers) {
            tell();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            tell();
        }

        private void tell() {
            if (!told) {
                told = true;
                latch.countDown();
            }
        }
    }

    private static void assertGoesOn(HeldWatch watch) {
        long seen = watch.seen();
        landscape.products("warehouse").adjustInventory(Shop.adjustment("watched", 1));
        watch.awaitMoreThan(seen);
    }
}
