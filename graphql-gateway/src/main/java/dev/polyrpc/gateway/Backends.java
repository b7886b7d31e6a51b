package dev.polyrpc.gateway;

import dev.polyrpc.gateway.graph.BackendView;
import dev.polyrpc.gateway.graph.ProductBackend;
import dev.polyrpc.gateway.graph.ReturnBackend;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.telemetry.Telemetry;
import java.util.List;

/**
 * Whom the gateway asks. Safe for use by many threads.
 *
 * @param views each of them as this process sees it
 * @param closers close what was opened for them
 */
public record Backends(ProductBackend products, ReturnBackend returns, List<BackendView> views, Closers closers)
        implements AutoCloseable {
    /** Keeps a copy. */
    public Backends {
        views = List.copyOf(views);
    }

    /** These, which are always there and need no end. */
    public static Backends of(ProductBackend products, ReturnBackend returns) {
        return new Backends(products, returns, List.of(), new Closers());
    }

    /** Begins to connect to those that the settings name. */
    static Backends open(GatewayConfig config, Telemetry telemetry, TokenClient tokens) {
        Closers closers = new Closers();
        try {
            GrpcChannels channels = GrpcChannels.of(config.identity(), config.policy(), telemetry.openTelemetry());
            closers.push(channels::close);
            ProductLink productMgmt = ProductLink.open(config, channels, telemetry, tokens);
            closers.push(productMgmt::close);
            ReturnLink returns = ReturnLink.open(config, channels, tokens);
            closers.push(returns::close);
            return new Backends(
                    productMgmt.backend(), returns.backend(), List.of(productMgmt.view(), returns.view()), closers);
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    @Override
    public void close() {
        closers.close();
    }
}
