package dev.polyrpc.kit.thrift;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What comes while a goodbye is still on its way. */
class ClosingConnectionTest {
    private final Telemetry telemetry = Telemetry.start("test");

    @Test
    void framesAfterABadOne_areNotServed() throws Exception { // THR-2
        SSLContext tls = TestCertificates.identity("product-mgmt").https("alice");
        try (TestIssuer issuer = TestIssuer.start();
                CallPool pool = new CallPool("thrift-call");
                var verifier = ThriftRig.verifier(issuer)) {
            OpenConnections connections = new OpenConnections(OpenConnections.Limits.DEFAULT);
            Serving serving = new Serving(
                    Map.of(),
                    Set.of(),
                    Guard.of(TestCertificates.identity("product-mgmt"), TestPolicy.of("product-mgmt"), verifier),
                    pool,
                    new ServerMetrics(telemetry.meter(), connections::count),
                    connections,
                    WaitTimer.Limits.DEFAULT);
            ServerConnection connection = new ServerConnection(serving, new SslHandler(tls.createSSLEngine()));
            assertThat(connections.add(connection)).isNull();
            EmbeddedChannel socket = new EmbeddedChannel(new SlowGoodbye(), connection);
            socket.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
            socket.writeInbound(frame(RawClient.call("unknown", 1, new getProduct_args())));
            assertThat(socket.outboundMessages()).hasSize(1);
            socket.writeInbound(frame("GET /".getBytes(US_ASCII)));
            ByteBuf late = frame(RawClient.call("unknown", 2, new getProduct_args()));
            socket.writeInbound(late);
            assertThat(socket.outboundMessages()).hasSize(1);
            assertThat(late.refCnt()).isZero();
            assertThat(telemetry.scrape()).containsPattern("connections_closed_total\\{reason=\"bad frame\"[^}]*} 1");
        } finally {
            telemetry.close();
        }
    }

    private static ByteBuf frame(byte[] content) {
        return Unpooled.buffer().writeInt(content.length).writeBytes(content);
    }

    /** A client that does not read: no goodbye gets through. */
    private static final class SlowGoodbye extends ChannelOutboundHandlerAdapter {
        @Override
        public void close(ChannelHandlerContext at, ChannelPromise promise) {}
    }
}
