package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.Thumbprint;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, read from the certificate once for all its calls. Immutable.
 *
 * @param peer null where the certificate names no process of ours
 * @param refused why, then
 * @param certificate its thumbprint
 */
public record ConnectedPeer(
        @Nullable Peer peer,
        @Nullable Failure refused,
        @Nullable String certificate) {
    /** The other end of a connection; where it has no session, nobody of ours. */
    public static ConnectedPeer of(@Nullable SSLSession session) {
        try {
            if (session == null) {
                throw new Failure(Kind.DENIED, "PEER_ID_INVALID", "peer: no TLS session");
            }
            return new ConnectedPeer(Peer.of(session), null, Thumbprint.ofPeer(session));
        } catch (Failure refused) {
            return new ConnectedPeer(null, refused, null);
        }
    }

    /** The process; refuses one that is none of ours, or that may not connect here by now. */
    public Peer admitted(PeerPolicy policy) {
        if (peer == null) {
            throw Objects.requireNonNull(refused);
        }
        if (!policy.admits(peer)) {
            throw new Failure(
                    Kind.DENIED,
                    "PEER_NOT_ALLOWED",
                    "peer: %s (expected: one that the policy admits here)".formatted(peer.path()),
                    Map.of("peer", peer.path()));
        }
        return peer;
    }

    /** The process as logs name it; null where it is none of ours. */
    public @Nullable String path() {
        return peer == null ? null : peer.path();
    }
}
