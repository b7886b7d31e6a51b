package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.call.ConnectedPeer;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.tls.PeerPolicy;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;

/** Refuses calls of a caller whose certificate names no process of ours, or one that may not connect here. */
final class PeerInterceptor implements ServerInterceptor {
    private static final Attributes.Key<ConnectedPeer> PEER = Attributes.Key.create("polyrpc-peer");

    private final PeerPolicy peers;
    private final boolean behindSidecar;

    /** Where a sidecar ends the callers' TLS, it is believed who they are; else what it would say is never read. */
    PeerInterceptor(PeerPolicy peers, boolean behindSidecar) {
        this.peers = peers;
        this.behindSidecar = behindSidecar;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ConnectedPeer connected = behindSidecar
                ? ForwardedPeer.of(headers)
                : requireNonNull(call.getAttributes().get(PEER));
        CallContext context = CallContext.current();
        context.peer = connected.peer();
        context.certificate = connected.certificate();
        try {
            connected.admitted(peers); // on each call, as the policy may have changed since the connection was made
        } catch (Failure refused) {
            return Refusal.close(call, refused);
        }
        return next.startCall(call, headers);
    }

    /** Reads the certificate once for all calls of a connection. */
    static final class Filter extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes transport) {
            return transport.toBuilder()
                    .set(PEER, ConnectedPeer.of(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)))
                    .build();
        }
    }
}
