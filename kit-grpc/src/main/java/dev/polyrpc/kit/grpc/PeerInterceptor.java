package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.Thumbprint;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Refuses calls over a connection whose certificate names no process of ours, or one that may not connect here. */
final class PeerInterceptor implements ServerInterceptor {
    private static final Attributes.Key<Known> PEER = Attributes.Key.create("polyrpc-peer");
    private static final Attributes.Key<Failure> REFUSED = Attributes.Key.create("polyrpc-peer-refused");

    private final PeerPolicy peers;

    PeerInterceptor(PeerPolicy peers) {
        this.peers = peers;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Known known = call.getAttributes().get(PEER);
        if (known == null) {
            return Refusal.close(call, requireNonNull(call.getAttributes().get(REFUSED)));
        }
        CallContext context = CallContext.current();
        context.peer = known.peer;
        context.certificate = known.certificate;
        try {
            peers.requireAdmitted(
                    known.peer); // on each call, as the policy may have changed since the connection was made
        } catch (Failure refused) {
            return Refusal.close(call, refused);
        }
        return next.startCall(call, headers);
    }

    /** Reads the certificate once for all calls of a connection. */
    static final class Filter extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes transport) {
            SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                if (session == null) {
                    throw new Failure(Kind.DENIED, "PEER_ID_INVALID", "peer: no TLS session");
                }
                Known known = new Known(Peer.of(session), Thumbprint.ofPeer(session));
                return transport.toBuilder().set(PEER, known).build();
            } catch (Failure refused) {
                return transport.toBuilder().set(REFUSED, refused).build();
            }
        }
    }

    private record Known(Peer peer, @Nullable String certificate) {}
}
