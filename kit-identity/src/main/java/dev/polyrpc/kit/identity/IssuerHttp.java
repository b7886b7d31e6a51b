package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.process.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTPS to another issuer: no certificate of ours, no redirect followed, no long answer read. */
final class IssuerHttp {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int THREADS = 2;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Executor threads = pool();
    private final HttpClient client;

    /** Trusts the authorities of the file; null: those of the platform. */
    IssuerHttp(@Nullable Path ca) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads);
        if (ca != null) {
            builder.sslContext(IssuerTrust.of(ca));
        }
        client = builder.build();
    }

    /** The body of an answer 200; fails on any other. */
    CompletionStage<String> text(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).GET().build();
        return client.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(IssuerHttp::text, threads);
    }

    private static String text(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (answer.statusCode() != 200 || bytes.length > MOST_BYTES) {
                throw new IOException("answer %d of %d bytes".formatted(answer.statusCode(), bytes.length));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its threads end when idle, so there is nothing to close; at most one request is under way at a time. */
    private static Executor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("issuer-http"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
