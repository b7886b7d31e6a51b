package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;

/** HTTPS to the token service, and to no other server of our CA. */
final class TokenServiceHttp {
    private static final String PEER = "token";
    private static final int THREADS = 2;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient client;

    TokenServiceHttp(TlsIdentity identity) {
        client = HttpClient.newBuilder()
                .sslContext(identity.https(PEER))
                .connectTimeout(CONNECT)
                .executor(Executors.newFixedThreadPool(THREADS, DaemonThreads.named("token-service-http")))
                .build();
    }

    CompletionStage<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    }

    /** The body of an answer 200; fails on any other. */
    CompletionStage<String> text(HttpRequest.Builder request) {
        return send(request).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new CompletionException(new IOException("answer " + answer.statusCode()));
            }
            return answer.body();
        });
    }
}
