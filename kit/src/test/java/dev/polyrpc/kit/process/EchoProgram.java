package dev.polyrpc.kit.process;

import dev.polyrpc.kit.settings.Settings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;

/** The smallest program: one setting, no port, runs until it is told to stop. */
final class EchoProgram implements Running {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;

    private EchoProgram(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) {
        Program.run("return", "POLYRPC_RETURN_", EchoProgram::start);
    }

    static EchoProgram start(Settings settings) {
        int port = settings.port("GRPC_PORT", 7402);
        settings.done();
        Logger.getLogger("a.library").warning("a library's words");
        return new EchoProgram(port);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("grpc", port);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
