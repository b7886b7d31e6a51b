package dev.polyrpc.kit.thrift;

import static dev.polyrpc.kit.thrift.ThriftServerTest.product;
import static dev.polyrpc.kit.thrift.ThriftServerTest.refused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long calls and connections last. */
@Timeout(60)
class ConnectionLifeTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void handlerSilent_isAnsweredAtTheCallersDeadline() throws Exception {
        try (ThriftRig rig = new ThriftRig()) {
            ProductMgmtService.Client alice = rig.alice().compact();
            long begin = System.nanoTime();
            ServiceFault fault = refused(() -> alice.getProduct(rig.context().setTimeLeftMs(300), product("silent")));
            assertThat(fault.getCode()).isEqualTo(FaultCode.DEADLINE_EXCEEDED);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(290), LONG);
            rig.handlers.abandoned.get(5, SECONDS);
            assertThat(alice.getProduct(rig.context(), product("chai"))
                            .getProduct()
                            .getName())
                    .isEqualTo("chai");
        }
    }

    @Test
    void handlerSilent_isAnsweredAtTheServersLimit() { // RPC-10
        try (ThriftRig rig = new ThriftRig(guard -> guard.timeouts(SHORT, LONG), settings -> settings)) {
            ServiceFault fault = refused(
                    () -> rig.alice().binary().getProduct(rig.context().setTimeLeftMs(60_000), product("silent")));
            assertThat(fault.getMessage()).isEqualTo("no answer within 200 ms, the limit");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void noTimeLeft_isRefused_andNothingDone(int timeLeft) { // RPC-11
        try (ThriftRig rig = new ThriftRig()) {
            ServiceFault fault = refused(
                    () -> rig.alice().compact().getProduct(rig.context().setTimeLeftMs(timeLeft), product("chai")));
            assertThat(fault.getCode()).isEqualTo(FaultCode.DEADLINE_EXCEEDED);
            assertThat(rig.handlers.runs).hasValue(0);
        }
    }

    @Test
    void halfAFrame_isClosed_andHoldsUpNobody() throws Exception { // THR-3
        try (ThriftRig rig = new ThriftRig()) {
            RawClient slow = rig.alice().send(new byte[] {0, 0, 1, 0, (byte) 0x82});
            RawClient slower = rig.alice().send(new byte[] {0, 0});
            long begin = System.nanoTime();
            assertThat(rig.alice()
                            .compact()
                            .getProduct(rig.context(), product("chai"))
                            .getProduct()
                            .getName())
                    .isEqualTo("chai");
            assertThat(slow.isClosedByServer()).isTrue();
            assertThat(slower.isClosedByServer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(rig.telemetry.scrape()).contains("reason=\"half a frame\"");
        }
    }

    @Test
    void frameInDrops_isCutWhenItTakesTooLong() throws Exception { // THR-3
        var limits = new WaitTimer.Limits(LONG, LONG, Duration.ofSeconds(1), LONG);
        try (ThriftRig rig = new ThriftRig(settings -> settings.waits(limits))) {
            RawClient drops = rig.alice().send(new byte[] {0, 64, 0, 0, (byte) 0x82});
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> closed(drops));
            while (!closed.isDone() && takes(drops, new byte[1])) {
                Thread.onSpinWait();
            }
            assertThat(closed.get(10, SECONDS)).isTrue();
            assertThat(rig.telemetry.scrape()).contains("reason=\"half a frame\"");
        }
    }

    private static boolean takes(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    @Test
    void idleConnections_costNoThread_andAreClosed() throws Exception { // THR-6
        var limits = new WaitTimer.Limits(Duration.ofSeconds(3), LONG, LONG, LONG);
        try (ThriftRig rig = new ThriftRig(settings -> settings.waits(limits))) {
            rig.alice().compact().getProduct(rig.context(), product("chai"));
            int before = threads();
            List<RawClient> idle = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                idle.add(rig.alice());
            }
            assertThat(threads()).isLessThanOrEqualTo(before);
            for (RawClient each : idle) {
                assertThat(each.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void connectionsOverTheCap_areClosed_othersGoOn() throws Exception { // THR-7
        try (ThriftRig rig = new ThriftRig(settings -> settings.connections(limits(4, 2)))) {
            ProductMgmtService.Client first = rig.alice().compact();
            first.getProduct(rig.context(), product("chai"));
            rig.alice();
            assertThat(rig.alice().isClosedByServer()).isTrue(); // a third of alice's
            await(() -> rig.server.openConnections() == 2);
            rig.client("bob");
            rig.client("bob");
            await(() -> rig.server.openConnections() == 4);
            assertThat(rig.client("return").isClosedByServer()).isTrue(); // a fifth
            assertThat(first.getProduct(rig.context(), product("chai"))).isNotNull();
        }
    }

    @Test
    void leavesThatNameNoProcess_areCountedAsOne() throws Exception { // THR-7
        try (ThriftRig rig = new ThriftRig(settings -> settings.connections(limits(4, 1)))) {
            RawClient first = rig.client(TestCertificates.bad("no-id"));
            assertThat(refused(() -> first.compact().getProduct(rig.context(), product("chai")))
                            .getReason())
                    .isEqualTo("PEER_ID_INVALID");
            assertThat(rig.client(TestCertificates.bad("two-ids")).isClosedByServer())
                    .isTrue();
        }
    }

    @Test
    void socketsWithoutACertificate_keepNobodyOut() throws Exception { // THR-15
        try (ThriftRig rig = new ThriftRig(settings -> settings.connections(limits(2, 2)))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), rig.server.port()));
            }
            ProductMgmtService.Client alice = rig.alice().compact();
            assertThat(alice.getProduct(rig.context(), product("chai"))).isNotNull();
            assertThat(sockets.get(0).getInputStream().read()).isEqualTo(-1); // the oldest gave way
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    @Test
    void halvesOfLargeFrames_areHeldForAProcessUpToItsShare() throws Exception { // THR-20
        try (ThriftRig rig = new ThriftRig(settings -> settings.connections(limits(9, 9)))) {
            byte[] half = Arrays.copyOf(new byte[] {0, 64, 0, 0, (byte) 0x82}, 400 * 1024);
            for (int i = 0; i < 3; i++) {
                boolean unused = takes(rig.alice(), half); // the last perhaps not to its end
            }
            await(() -> rig.telemetry.scrape().contains("reason=\"too many bytes of the process\""));
            await(() -> rig.server.openConnections() == 2);
            String large = "x".repeat(800 * 1024);
            assertThat(rig.client("return").compact().getProduct(rig.context(), product(large)))
                    .isNotNull();
        }
    }

    private static OpenConnections.Limits limits(int most, int mostOfProcess) {
        return new OpenConnections.Limits(most, mostOfProcess, 8, 1024 * 1024);
    }

    @Test
    void answersNotRead_areCutOff() throws Exception { // THR-8
        var limits = new WaitTimer.Limits(LONG, LONG, LONG, Duration.ofSeconds(1));
        try (ThriftRig rig = new ThriftRig(settings -> settings.waits(limits))) {
            RawClient deaf = rig.alice();
            var arguments = new ProductMgmtService.getProduct_args(rig.context(), product("large"));
            byte[] call = RawClient.call("getProduct", 1, arguments);
            for (int i = 0; i < 20; i++) {
                deaf.sendFrame(call);
            }
            await(() -> rig.server.openConnections() == 0);
            assertThat(rig.handlers.runs.get()).isLessThan(20);
        }
    }

    @Test
    void clientGone_endsTheCall() throws Exception {
        try (ThriftRig rig = new ThriftRig()) {
            RawClient gone = rig.alice();
            gone.compact().sendGetProduct(rig.context(), product("silent"));
            await(() -> rig.handlers.runs.get() == 1);
            gone.close();
            rig.handlers.abandoned.get(10, SECONDS);
        }
    }

    @Test
    void close_letsCallsEnd_andTakesNoNewOnes() throws Exception {
        try (ThriftRig rig = new ThriftRig()) {
            ProductMgmtService.Client alice = rig.alice().compact();
            alice.sendGetProduct(rig.context(), product("held"));
            var answer = rig.handlers.held.take();
            RawClient idle = rig.alice();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(rig.server::close);
            assertThat(idle.isClosedByServer()).isTrue();
            assertThatThrownBy(rig::alice).hasRootCauseInstanceOf(ConnectException.class);
            assertThat(closing).isNotDone();
            answer.onComplete(new GetProductResponse());
            assertThat(alice.recvGetProduct()).isNotNull();
            closing.get(5, SECONDS);
        }
    }

    @Test
    void close_cutsOffWhatDoesNotEnd() throws Exception {
        try (ThriftRig rig = new ThriftRig(guard -> guard.timeouts(LONG, SHORT), settings -> settings)) {
            RawClient alice = rig.alice();
            alice.compact().sendGetProduct(rig.context(), product("held"));
            rig.handlers.held.take();
            rig.server.close();
            assertThat(alice.isClosedByServer()).isTrue();
            assertThat(rig.server.openConnections()).isZero();
        }
    }

    @Test
    void answerNotRead_ofADrainedConnection_isCutOffAsAnyOther() throws Exception { // THR-8
        var limits = new WaitTimer.Limits(LONG, LONG, LONG, Duration.ofSeconds(1));
        try (ThriftRig rig = new ThriftRig(guard -> guard.timeouts(LONG, LONG), settings -> settings.waits(limits))) {
            RawClient deaf = rig.alice();
            deaf.compact().sendGetProduct(rig.context(), product("held"));
            var answer = rig.handlers.held.take();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(rig.server::close);
            await(() -> isClosed(rig.server.port())); // it drains
            answer.onComplete(new GetProductResponse()
                    .setProduct(new Product().setName("x".repeat(FrameBuffer.MAX_FRAME_BYTES - 1000))));
            closing.get(10, SECONDS);
        }
    }

    private static boolean isClosed(int port) {
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !open.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static boolean closed(RawClient client) {
        try {
            return client.isClosedByServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("thrift-"))
                .count();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
