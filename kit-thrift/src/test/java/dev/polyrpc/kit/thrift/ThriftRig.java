package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** A Thrift port of handlers of ours, and clients that connect to it over real sockets. */
final class ThriftRig implements AutoCloseable {
    final Handlers handlers = new Handlers();
    final TestIssuer issuer = TestIssuer.start();
    final Telemetry telemetry = Telemetry.start("test");
    final ThriftServer server;
    private final TokenVerifier verifier = verifier(issuer);
    private final Deque<AutoCloseable> closers = new ArrayDeque<>();

    ThriftRig() {
        this(settings -> settings);
    }

    ThriftRig(UnaryOperator<ThriftServerBuilder> settings) {
        this(guard -> guard, settings);
    }

    ThriftRig(UnaryOperator<Guard> limits, UnaryOperator<ThriftServerBuilder> settings) {
        this(TestCertificates.identity("product-mgmt"), TestPolicy.of("product-mgmt"), limits, settings);
    }

    ThriftRig(TlsIdentity identity, PeerPolicy policy) {
        this(identity, policy, guard -> guard, settings -> settings);
    }

    private ThriftRig(
            TlsIdentity identity,
            PeerPolicy policy,
            UnaryOperator<Guard> limits,
            UnaryOperator<ThriftServerBuilder> settings) {
        Guard guard =
                Guard.of(identity, policy, verifier).measuredBy(telemetry).accessLog(AccessLog.of(AccessLog.Mode.ALL));
        ThriftServerBuilder builder = ThriftServer.builder(0, limits.apply(guard))
                .add(
                        ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                        handlers,
                        ProductMgmtService.AsyncProcessor::new)
                .blocking("listProducts");
        try {
            server = settings.apply(builder).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the port takes of that issuer's tokens. */
    static TokenVerifier verifier(TestIssuer issuer) {
        return TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    }

    /** A connection of the process alice. */
    RawClient alice() {
        return client("alice");
    }

    /** A connection of a process of ours. */
    RawClient client(String name) {
        return client(TestCertificates.identity(name));
    }

    /** A connection of that process. */
    RawClient client(TlsIdentity identity) {
        RawClient client = RawClient.connect(identity, server.port());
        closers.push(client);
        return client;
    }

    /** What a call of alice's bears. */
    CallContext context() {
        return new CallContext().setToken(token());
    }

    String token() {
        return issuer.token("alice", "product-mgmt", "product:read", "product:write");
    }

    @Override
    public void close() {
        handlers.release.countDown();
        for (AutoCloseable each : closers) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        server.close();
        verifier.close();
        issuer.close();
        telemetry.close();
    }
}
