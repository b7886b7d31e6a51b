package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.tls.Credential;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to the token service, and to no other server of our CA: a client for each certificate of ours that is in use. Safe
 * for use by many threads.
 */
final class TokenServiceHttp {
    private static final String PEER = "token";
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_024;
    private static final int IDLE_S = 10;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final TlsIdentity identity;
    private final Executor pool = pool();
    private final ConcurrentHashMap<String, HttpClient> clients = new ConcurrentHashMap<>();

    TokenServiceHttp(TlsIdentity identity) {
        this.identity = identity;
        identity.onChange(clients::clear); // with their connections: whom those trusted may be trusted no more
    }

    /**
     * Sends over a connection on which we show the certificate of that thumbprint; null for the newest. Throws a Failure when
     * that certificate is no longer ours to show.
     */
    CompletionStage<HttpResponse<String>> send(HttpRequest.Builder request, @Nullable String certificate) {
        Credential credential = certificate == null
                ? identity.credential()
                : identity.credential(certificate).orElseThrow(TokenServiceHttp::gone);
        HttpClient client = clients.computeIfAbsent(credential.thumbprint(), absent -> client(credential));
        return WholeAnswer.of(client, request, ANSWER);
    }

    private HttpClient client(Credential credential) {
        return HttpClient.newBuilder()
                .sslContext(identity.https(PEER, credential))
                .connectTimeout(CONNECT)
                .executor(pool)
                .build();
    }

    /** Its connection has outlived it: the next call takes another. */
    private static Failure gone() {
        return new Failure(Kind.UNAVAILABLE, "CERTIFICATE_GONE", "the certificate of this connection has ended");
    }

    /** The body of an answer 200; fails on any other. */
    CompletionStage<String> text(HttpRequest.Builder request) {
        return send(request, null).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new CompletionException(new IOException("answer " + answer.statusCode()));
            }
            return answer.body();
        });
    }

    /** Its threads end when idle, so there is nothing to close; beyond the bound, who hands over works. */
    private static Executor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                DaemonThreads.named("token-service-http"),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
