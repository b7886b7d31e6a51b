package dev.polyrpc.gateway;

import dev.polyrpc.kit.process.Program;

/** Starts the GraphQL gateway. */
public final class Main {
    private Main() {}

    /** Runs until told to stop. */
    public static void main(String[] args) {
        Program.run("gateway", GatewayConfig.PREFIX, settings -> Gateway.start(GatewayConfig.from(settings)));
    }
}
