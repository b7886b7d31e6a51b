package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.Credential;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to the token service, and to no other server of our CA: a client for each certificate of ours that is in use. Safe
 * for use by many threads.
 */
final class TokenServiceHttp {
    private static final String PEER = "token";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final TlsIdentity identity;
    private final Executor pool = HttpThreads.named("token-service-http");
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
        return send(request, null).thenApply(WholeAnswer::text);
    }
}
