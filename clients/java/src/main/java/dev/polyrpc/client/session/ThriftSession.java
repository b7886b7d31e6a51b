package dev.polyrpc.client.session;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.proto.returns.v1.ReturnServiceProto;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One client at work over Thrift: its certificate on each connection, its token in each call, 10 s for each. A refusal is
 * a {@link dev.polyrpc.kit.failure.Failure}. Safe for use by many threads.
 */
public final class ThriftSession implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PRODUCTS = "product-mgmt";
    private static final String RETURNS = "return";

    private static final ServiceDescriptor PRODUCT_CONTRACT =
            ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService");
    private static final ServiceDescriptor RETURN_CONTRACT =
            ReturnServiceProto.getDescriptor().findServiceByName("ReturnService");

    private final BiFunction<String, @Nullable String, CompletionStage<String>> tokens;
    private final ThriftChannels channels;
    private final ThriftChannel products;
    private final ThriftChannel returns;

    private ThriftSession(
            Endpoints endpoints,
            TlsIdentity identity,
            BiFunction<String, @Nullable String, CompletionStage<String>> tokens) {
        this.tokens = tokens;
        this.channels = ThriftChannels.of(identity, OpenTelemetry.noop().getMeter("polyrpc-client"));
        this.products = channels.open(endpoints.productsByThrift(), PRODUCTS, PRODUCT_CONTRACT);
        this.returns = channels.open(endpoints.returnsByThrift(), RETURNS, RETURN_CONTRACT);
    }

    /** One whose token depends on the service, and on the certificate that the connection shows. */
    static ThriftSession open(Endpoints endpoints, TlsIdentity identity, TokenClient tokens) {
        return new ThriftSession(
                endpoints, identity, (audience, certificate) -> tokens.own(audience, Set.of(), certificate));
    }

    /** One that sends this token, over whatever certificate. */
    public static ThriftSession open(Endpoints endpoints, TlsIdentity identity, String token) {
        return new ThriftSession(
                endpoints, identity, (audience, certificate) -> CompletableFuture.completedStage(token));
    }

    /** Calls product management, and waits for its answer. */
    public <Q, A> A products(ThriftMethod<Q, A> method, Q request) {
        return call(products, PRODUCTS, method, request);
    }

    /** Calls returns, and waits for its answer. */
    public <Q, A> A returns(ThriftMethod<Q, A> method, Q request) {
        return call(returns, RETURNS, method, request);
    }

    @Override
    public void close() {
        products.close();
        returns.close();
        channels.close();
    }

    private <Q, A> A call(ThriftChannel channel, String audience, ThriftMethod<Q, A> method, Q request) {
        ThriftCallOptions options = ThriftCallOptions.of(TIMEOUT, certificate -> tokens.apply(audience, certificate));
        try {
            return channel.call(method, request, options).join();
        } catch (CompletionException e) {
            throw Faults.failure(e);
        }
    }
}
