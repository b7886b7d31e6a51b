package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.benchmark.server.ServerConfig;
import dev.polyrpc.gateway.Backends;
import dev.polyrpc.gateway.Gateway;
import dev.polyrpc.gateway.GatewayConfig;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import java.util.Map;

/** The gateway as it ships, each setting at its default but for ports and files, over returns and products in its memory. */
public final class MemoryGateway {
    private MemoryGateway() {}

    /** Starts it. */
    public static Running start(ServerConfig config) {
        Map<String, String> settings = Map.of(
                "POLYRPC_GATEWAY_CERTIFICATES",
                config.certificates().toString(),
                "POLYRPC_GATEWAY_POLICY",
                config.policy().toString(),
                "POLYRPC_GATEWAY_TOKEN_SERVICE",
                config.tokenService().toString(),
                "POLYRPC_GATEWAY_HTTPS_PORT",
                "0",
                "POLYRPC_GATEWAY_ADMIN_PORT",
                "0");
        return Gateway.start(
                GatewayConfig.from(Settings.of(GatewayConfig.PREFIX, settings)),
                Backends.of(new MemoryProducts(), new MemoryReturns()));
    }
}
