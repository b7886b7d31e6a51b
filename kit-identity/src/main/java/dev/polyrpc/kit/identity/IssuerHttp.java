package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.process.DaemonThreads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTPS to another issuer: no certificate of ours, no redirect followed, no long answer read. */
final class IssuerHttp {
    private static final int THREADS = 2;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient client;

    /** Trusts the authorities of the file; null: those of the platform. */
    IssuerHttp(@Nullable Path ca) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(pool());
        if (ca != null) {
            builder.sslContext(IssuerTrust.of(ca));
        }
        client = builder.build();
    }

    /** The body of an answer 200; fails on any other. */
    CompletionStage<String> text(URI uri) {
        return WholeAnswer.of(client, HttpRequest.newBuilder(uri).GET(), ANSWER).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new CompletionException(new IOException("answer " + answer.statusCode()));
            }
            return answer.body();
        });
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
