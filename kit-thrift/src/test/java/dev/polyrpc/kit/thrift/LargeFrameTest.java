package dev.polyrpc.kit.thrift;

import static dev.polyrpc.kit.thrift.ConnectionLifeTest.await;
import static dev.polyrpc.kit.thrift.ThriftServerTest.product;
import static dev.polyrpc.kit.thrift.ThriftServerTest.refused;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is too long for an event loop to read waits for the pool, and not more of it than may wait. */
@Timeout(60)
class LargeFrameTest {
    private static final String LARGE = "x".repeat(200 * 1024);
    private static final int MOST = OpenConnections.OfProcess.MOST_LARGE;
    private static final Pattern REFUSED_ONE = Pattern.compile(
            "polyrpc_thrift_server_call_duration_seconds_count\\{code=\"RESOURCE_EXHAUSTED\"[^}]*} 1\n");

    @Test
    void largeRequest_isReadByThePool_andHoldsUpNobody() throws Exception { // THR-14
        CallPool pool = new CallPool("thrift-call", 1, 1);
        try (ThriftRig rig = new ThriftRig(settings -> settings.pool(pool))) {
            CallContext context = occupied(rig);
            int runs = rig.handlers.runs.get();
            ProductMgmtService.Client large = sent(rig.alice(), context);
            await(pool::isFull); // it waits there
            assertThat(rig.alice().compact().getProduct(context, product("chai")))
                    .isNotNull();
            assertThat(rig.handlers.runs).hasValue(runs + 1);
            rig.handlers.release.countDown();
            assertThat(large.recvGetProduct().getProduct().getName()).isEqualTo(LARGE);
        }
    }

    @Test
    void largeRequest_whereThePoolIsFull_isOverloaded() throws Exception { // THR-21
        CallPool pool = new CallPool("thrift-call", 1, 1);
        try (ThriftRig rig = new ThriftRig(settings -> settings.pool(pool))) {
            CallContext context = occupied(rig);
            ProductMgmtService.Client waiting = sent(rig.alice(), context);
            await(pool::isFull);
            ProductMgmtService.Client late = rig.client("return").compact();
            assertOverloaded(late, context);
            assertThat(late.getProduct(context, product("chai"))).isNotNull(); // its connection goes on
            rig.handlers.release.countDown();
            assertThat(waiting.recvGetProduct()).isNotNull();
        }
    }

    @Test
    void largeRequest_thatWaitedTooLong_isLate_andNothingDone() throws Exception { // THR-21
        CallPool pool = new CallPool("thrift-call", 1, 1);
        try (ThriftRig rig = new ThriftRig(settings -> settings.pool(pool))) {
            CallContext context = occupied(rig);
            int runs = rig.handlers.runs.get();
            ProductMgmtService.Client large = sent(rig.alice(), new CallContext(context).setTimeLeftMs(1));
            await(pool::isFull);
            long arrived = System.nanoTime();
            await(() -> System.nanoTime() - arrived > MILLISECONDS.toNanos(1));
            rig.handlers.release.countDown();
            assertThat(refused(large::recvGetProduct).getCode()).isEqualTo(FaultCode.DEADLINE_EXCEEDED);
            assertThat(rig.handlers.runs).hasValue(runs);
        }
    }

    @Test
    void largeRequestsOfOneProcess_waitUpToItsShare_thoseOfOthersToo() throws Exception { // THR-21
        CallPool pool = new CallPool("thrift-call", 1, MOST + 1);
        try (ThriftRig rig = new ThriftRig(settings -> settings.pool(pool))) {
            CallContext context = occupied(rig);
            List<ProductMgmtService.Client> alices = new ArrayList<>();
            for (int i = 0; i <= MOST; i++) {
                alices.add(sent(rig.alice(), context));
            }
            awaitOneRefused(rig);
            ProductMgmtService.Client bob = sent(rig.client("bob"), context);
            await(pool::isFull); // by bob's
            rig.handlers.release.countDown();
            int answered = 0;
            for (ProductMgmtService.Client alice : alices) {
                answered += catchThrowable(alice::recvGetProduct) == null ? 1 : 0;
            }
            assertThat(answered).isEqualTo(MOST);
            assertThat(bob.recvGetProduct()).isNotNull();
        }
    }

    @Test
    void largeRequestsOfClosedConnections_countUntilTheyAreRead() throws Exception { // THR-21
        CallPool pool = new CallPool("thrift-call", 1, 2 * MOST);
        try (ThriftRig rig = new ThriftRig(settings -> settings.pool(pool))) {
            CallContext context = occupied(rig);
            int before = rig.server.openConnections();
            List<RawClient> alices = new ArrayList<>();
            for (int i = 0; i <= MOST; i++) {
                RawClient alice = rig.alice();
                sent(alice, context);
                alices.add(alice);
            }
            awaitOneRefused(rig);
            for (RawClient alice : alices) {
                alice.close();
            }
            await(() -> rig.server.openConnections() == before);
            assertOverloaded(rig.alice().compact(), context);
        }
    }

    @Test
    void largeFramesThatAreBad_takeNoPlaceForLonger() throws Exception { // THR-2 THR-21
        try (ThriftRig rig = new ThriftRig()) {
            CallContext context = rig.context();
            byte[] call = RawClient.call("getProduct", 1, new getProduct_args(context, product(LARGE)));
            for (int i = 0; i <= MOST; i++) {
                RawClient alice = rig.alice().sendFrame(Arrays.copyOf(call, call.length - 1));
                assertThat(alice.isClosedByServer()).isTrue();
            }
            assertThat(rig.alice().compact().getProduct(context, product(LARGE)))
                    .isNotNull();
        }
    }

    /** Takes the pool's one thread; what it answers is known to the server from then on. */
    private static CallContext occupied(ThriftRig rig) throws Exception {
        CallContext context = rig.context();
        ProductMgmtService.Client other = rig.client("return").compact();
        other.getProduct(context, product("chai"));
        other.sendListProducts(context, new ListProductsRequest());
        assertThat(rig.handlers.entered.await(10, SECONDS)).isTrue();
        return context;
    }

    private static ProductMgmtService.Client sent(RawClient client, CallContext context) throws Exception {
        ProductMgmtService.Client products = client.compact();
        products.sendGetProduct(context, product(LARGE));
        return products;
    }

    private static void awaitOneRefused(ThriftRig rig) {
        await(() -> REFUSED_ONE.matcher(rig.telemetry.scrape()).find());
    }

    private static void assertOverloaded(ProductMgmtService.Client client, CallContext context) {
        ServiceFault fault = refused(() -> client.getProduct(context, product(LARGE)));
        assertThat(fault.getReason()).isEqualTo("OVERLOADED");
        assertThat(fault.getRetryAfterMs()).isEqualTo(200);
    }
}
