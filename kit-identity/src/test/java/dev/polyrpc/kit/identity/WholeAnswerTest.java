package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.polyrpc.kit.process.DaemonThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void of_wholeBody_isAnswered() {
        CompletableFuture<Integer> unused = served("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");

        assertThat(WholeAnswer.of(HttpClient.newHttpClient(), request(), LONG)
                        .toCompletableFuture()
                        .join()
                        .body())
                .isEqualTo("body");
    }

    @Test
    void of_headersAndHalfABody_isGivenUpWithItsConnection() throws Exception { // TOK-35
        CompletableFuture<Integer> end = served("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

        Throwable thrown =
                catchThrowable(() -> WholeAnswer.of(HttpClient.newHttpClient(), request(), Duration.ofMillis(200))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS));
        assertThat(thrown).hasCauseInstanceOf(TimeoutException.class);
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1); // what is closed holds no thread and no socket
    }

    @Test
    void of_bodyWithoutEnd_isGivenUp() { // TOK-35
        CompletableFuture<Integer> unused = served("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(WholeAnswer.MOST_BYTES + 1));

        assertThat(WholeAnswer.of(HttpClient.newHttpClient(), request(), LONG).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("over 262144 bytes");
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
    }

    /**
     * Sends that to the one who comes, and leaves the connection open until the other side ends it. On a thread of its own: the
     * common pool may have but one, which the client needs.
     */
    private CompletableFuture<Integer> served(String answer) {
        return CompletableFuture.supplyAsync(
                () -> serve(answer),
                work -> DaemonThreads.named("served").newThread(work).start());
    }

    private int serve(String answer) {
        try (Socket socket = server.accept()) {
            int request = socket.getInputStream().read(new byte[4096]);
            assertThat(request).isPositive();
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1; // ended by force
        }
    }
}
