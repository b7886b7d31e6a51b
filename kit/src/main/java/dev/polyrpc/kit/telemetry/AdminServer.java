package dev.polyrpc.kit.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polyrpc.kit.process.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A plain HTTP port on loopback: {@code /livez}, {@code /readyz} (names what is not ready), {@code /metrics}. Safe for
 * use by many threads.
 */
public final class AdminServer implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("admin"));
    private final Telemetry telemetry;
    private final Map<String, BooleanSupplier> checks;
    private final Supplier<String> warning;

    private AdminServer(int port, Telemetry telemetry, Map<String, BooleanSupplier> checks, Supplier<String> warning) {
        this.telemetry = telemetry;
        this.warning = warning;
        this.checks = new TreeMap<>(checks);
        server = bind(port);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts on a port; 0 lets the system choose one. The checks must answer at once. */
    public static AdminServer start(int port, Telemetry telemetry, Map<String, BooleanSupplier> checks) {
        return start(port, telemetry, checks, () -> "");
    }

    /** The same, with something that {@code /readyz} says besides; empty where there is nothing to say. */
    public static AdminServer start(
            int port, Telemetry telemetry, Map<String, BooleanSupplier> checks, Supplier<String> warning) {
        return new AdminServer(port, telemetry, checks, warning);
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("admin port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> answer(exchange, 200, "alive\n");
                case "/readyz" -> answerReady(exchange);
                case "/metrics" -> answer(exchange, 200, telemetry.scrape());
                default -> answer(exchange, 404, "here are only /livez, /readyz and /metrics\n");
            }
        }
    }

    private void answerReady(HttpExchange exchange) throws IOException {
        String waiting = checks.entrySet().stream()
                .filter(check -> !isReady(check.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String said = warning.get();
        String more = said.isEmpty() ? "" : "warning: " + said + "\n";
        if (waiting.isEmpty()) {
            answer(exchange, 200, "ready\n" + more);
        } else {
            answer(exchange, 503, "not ready: " + waiting + "\n" + more);
        }
    }

    private static boolean isReady(BooleanSupplier check) {
        try {
            return check.getAsBoolean();
        } catch (RuntimeException e) {
            return false; // what cannot be asked is not ready
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
