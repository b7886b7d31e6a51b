package dev.polyrpc.token.domain;

import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which client calls: each proves itself in a way that it is registered for, by its secret or by the certificate of its
 * connection (RFC 8705, 2.1). Safe for use by many threads.
 */
public final class ClientAuthentication {
    private final Supplier<Policy> policy;
    private final Secrets secrets;
    private final Peers peers;
    private final FailureLimit failures;

    /** Makes it of the clients, their secrets, and the processes that are let in. */
    public ClientAuthentication(Supplier<Policy> policy, Secrets secrets, Peers peers, Clock clock) {
        this.policy = policy;
        this.secrets = secrets;
        this.peers = peers;
        this.failures = new FailureLimit(clock);
    }

    /** The client, or a refusal: INVALID_CLIENT, or RATE_LIMITED after many failures of the same client and address. */
    public ProvenClient authenticate(Presented presented) {
        Client client = policy.get().clients().get(presented.client());
        // The proof is looked at first and always: the time tells nobody which clients there are, and no one's wrong
        // proofs lock out a client that has the right one.
        ProvenClient proven = presented.secret() == null
                ? byCertificate(client, presented.certificate())
                : bySecret(client, presented);
        if (proven != null && isLetIn(proven.client(), presented.certificate())) {
            return proven;
        }
        String who = presented.address() + " " + (client == null ? "" : client.id());
        failures.require(who);
        failures.failed(who);
        throw Refusals.invalidClient();
    }

    private @Nullable ProvenClient bySecret(@Nullable Client client, Presented presented) {
        String secret = presented.secret() == null ? "" : presented.secret();
        boolean right = secrets.match(presented.client(), secret);
        return right && client != null && client.secret() ? new ProvenClient(client, null) : null;
    }

    private static @Nullable ProvenClient byCertificate(@Nullable Client client, @Nullable ShownCertificate shown) {
        return client != null && shown != null && shown.uri().equals(client.certificateUri())
                ? new ProvenClient(client, shown.thumbprint())
                : null;
    }

    /** A secret helps nobody whose process is denied, or who calls from one that is. */
    private boolean isLetIn(Client client, @Nullable ShownCertificate shown) {
        return !peers.denies(client.uri()) && (shown == null || peers.admits(shown.uri()));
    }

    /**
     * What a caller shows to prove which client it is. {@code toString} hides the secret.
     *
     * @param client the id it says it has
     * @param certificate that of its connection, if it showed one
     * @param address where it calls from
     */
    public record Presented(
            String client,
            @Nullable String secret,
            @Nullable ShownCertificate certificate,
            String address) {
        /** All but the secret. */
        @Override
        public String toString() {
            return "Presented[client=%s, certificate=%s, address=%s]".formatted(client, certificate, address);
        }
    }
}
