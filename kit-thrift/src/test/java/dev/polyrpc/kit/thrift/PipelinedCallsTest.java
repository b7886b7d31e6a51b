package dev.polyrpc.kit.thrift;

import static dev.polyrpc.kit.thrift.ThriftServerTest.product;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sends without waiting for answers gets them in turns, in which others on the same event loop are served. */
@Timeout(60)
class PipelinedCallsTest {
    private static final int CALLS = 3_000;

    @Test
    void callsByTheThousand_leaveTheEventLoopToOthers() throws Exception { // THR-14
        try (ThriftRig rig = new ThriftRig()) {
            RawClient alice = rig.alice();
            CallContext context = rig.context();
            alice.compact().getProduct(context, product("chai")); // the token is known from here on
            Turns turns = new Turns();
            rig.handlers.onCall = turns;
            ByteArrayOutputStream calls = new ByteArrayOutputStream();
            for (int i = 0; i < CALLS; i++) {
                byte[] call = RawClient.call("getProduct", i, new getProduct_args(context, product("chai")));
                calls.writeBytes(
                        ByteBuffer.allocate(Integer.BYTES).putInt(call.length).array());
                calls.writeBytes(call);
            }
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(alice, calls.toByteArray()));
            for (int i = 0; i < CALLS; i++) {
                assertThat(RawClient.sequence(alice.frame())).isEqualTo(i);
            }
            sent.join();
            turns.ended = true;
            assertThat(turns.mostCalls).isLessThanOrEqualTo(3 * ServerConnection.MOST_A_TURN);
        }
    }

    private static void send(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts the calls served between two rounds of the event loop that serves them, in each of which others have their turn. */
    private static final class Turns implements Runnable {
        volatile boolean ended;
        volatile int mostCalls;
        private int calls;
        private @Nullable EventLoop loop;

        @Override
        public void run() {
            if (loop == null) {
                begin();
            }
            calls++;
            mostCalls = Math.max(mostCalls, calls);
        }

        private void begin() {
            EventLoop current = ThriftLoops.next();
            while (!current.inEventLoop()) {
                current = ThriftLoops.next();
            }
            loop = current;
            round(current);
        }

        private void round(EventLoop of) {
            calls = 0;
            if (!ended) {
                var unused = of.schedule(() -> round(of), 0, TimeUnit.NANOSECONDS);
            }
        }
    }
}
