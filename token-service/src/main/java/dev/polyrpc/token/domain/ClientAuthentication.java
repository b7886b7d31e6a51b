package dev.polyrpc.token.domain;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Finds out which client calls: each proves itself in the one way it is registered for. Safe for use by many threads. */
public final class ClientAuthentication {
    private final Policy policy;
    private final Secrets secrets;
    private final FailureLimit failures;

    /** Makes it of the clients and their secrets. */
    public ClientAuthentication(Policy policy, Secrets secrets, Clock clock) {
        this.policy = policy;
        this.secrets = secrets;
        this.failures = new FailureLimit(clock);
    }

    /** The client, or a refusal: INVALID_CLIENT, or RATE_LIMITED after many wrong secrets from the same address. */
    public Client authenticate(Presented presented) {
        Client client = policy.clients().get(presented.client());
        if (presented.secret() == null) {
            if (client == null || !isCertified(client, presented.certificateUri())) {
                throw Refusals.invalidClient();
            }
            return client;
        }
        // Looked at first and always: the time tells nobody which clients there are, and no one's wrong secrets lock
        // out
        // a client that has the right one.
        boolean right = secrets.match(presented.client(), presented.secret());
        if (right && client != null && client.certificateUri() == null) {
            return client;
        }
        String who = presented.address() + " " + (client == null ? "" : client.id());
        failures.require(who);
        failures.failed(who);
        throw Refusals.invalidClient();
    }

    private static boolean isCertified(Client client, @Nullable String uri) {
        return client.certificateUri() != null && client.certificateUri().equals(uri);
    }

    /**
     * What a caller shows to prove which client it is. {@code toString} hides the secret.
     *
     * @param client the id it says it has
     * @param certificateUri the one URI name of its TLS certificate, if it showed one
     * @param address where it calls from
     */
    public record Presented(
            String client,
            @Nullable String secret,
            @Nullable String certificateUri,
            String address) {
        /** All but the secret. */
        @Override
        public String toString() {
            return "Presented[client=%s, certificateUri=%s, address=%s]".formatted(client, certificateUri, address);
        }
    }
}
