package dev.polyrpc.kit.identity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** HTTPS to another issuer: no certificate of ours, no redirect followed, no long answer read. */
final class IssuerHttp {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient client;

    /** Trusts the authorities of the file; null: those of the platform. */
    IssuerHttp(@Nullable Path ca) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(HttpThreads.named("issuer-http"));
        if (ca != null) {
            builder.sslContext(IssuerTrust.of(ca));
        }
        client = builder.build();
    }

    /** The body of an answer 200; fails on any other. */
    CompletionStage<String> text(URI uri) {
        return WholeAnswer.of(client, HttpRequest.newBuilder(uri).GET(), ANSWER).thenApply(WholeAnswer::text);
    }
}
