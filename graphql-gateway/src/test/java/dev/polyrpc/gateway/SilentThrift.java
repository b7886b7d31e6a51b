package dev.polyrpc.gateway;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.thrift.ThriftCall;
import dev.polyrpc.kit.thrift.ThriftServer;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Product management over Thrift that never answers. Safe for use by many threads. */
final class SilentThrift implements AutoCloseable {
    private final AtomicInteger unanswered = new AtomicInteger();
    private final TokenVerifier verifier;
    private final ThriftServer server;

    private SilentThrift(TestIssuer issuer) {
        verifier =
                TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
        try {
            server = ThriftServer.builder(
                            0,
                            Guard.of(
                                    TestCertificates.identity("product-mgmt"), TestPolicy.of("product-mgmt"), verifier))
                    .add(
                            ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                            handler(),
                            ProductMgmtService.AsyncProcessor::new)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SilentThrift start(TestIssuer issuer) {
        return new SilentThrift(issuer);
    }

    int port() {
        return server.port();
    }

    /** How many calls wait for an answer: not those that their caller has given up. */
    int unanswered() {
        return unanswered.get();
    }

    @Override
    public void close() {
        server.close();
        verifier.close();
    }

    private ProductMgmtService.AsyncIface handler() {
        return (ProductMgmtService.AsyncIface) Proxy.newProxyInstance(
                SilentThrift.class.getClassLoader(), new Class<?>[] {ProductMgmtService.AsyncIface.class}, this::serve);
    }

    private @Nullable Object serve(Object handler, Method method, Object[] arguments) {
        unanswered.incrementAndGet();
        ThriftCall.current().end().thenRun(unanswered::decrementAndGet);
        return null;
    }
}
