package dev.polyrpc.kit.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.LiveConnections;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.netty.channel.EventLoop;
import io.opentelemetry.api.OpenTelemetry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionOpenerTest {
    private final TlsIdentity identity = TestCertificates.identity("return");
    private final LiveConnections connections = LiveConnections.outgoing(identity);
    private final PlainServer server = PlainServer.start(TestCertificates.identity("product-mgmt"));

    @AfterEach
    void stop() {
        connections.close();
        server.close();
    }

    @Test
    void addressThatDoesNotServe_isFollowedByTheNext_withoutAFailedCall() throws Exception { // THR-19
        InetAddress[] addresses = {loopback(2), loopback(1)};
        try (ThriftChannel channel = open(name -> addresses)) {
            assertThat(ThriftChannelTest.id(ThriftChannelTest.get(channel, "tea")))
                    .isEqualTo("tea");
        }
    }

    @Test
    void nameWithoutAnAddress_isUnavailable() { // THR-19
        try (ThriftChannel channel = open(name -> {
            throw new UnknownHostException(name);
        })) {
            assertThat(ThriftChannelTest.failure(ThriftChannelTest.get(channel, "tea"))
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    private static InetAddress loopback(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private ThriftChannel open(ConnectionOpener.Names names) {
        EventLoop loop = ThriftLoops.next();
        ThriftTls tls = ThriftTls.client(identity, identity.serverTrust("product-mgmt"));
        HostAndPort named = HostAndPort.fromParts("localhost", server.port());
        ConnectionOpener opener = new ConnectionOpener(named, names, tls, connections, FrameProtocol.COMPACT, loop);
        ConnectionPool pool = new ConnectionPool(loop, 4, opener::open);
        ClientMetrics metrics = new ClientMetrics(OpenTelemetry.noop().getMeter("test"));
        return new ThriftChannel(loop, pool, RetryBudget.of(ThriftChannelTest.contract(), 64), metrics, closed -> {});
    }
}
