package dev.polyrpc.kit.call;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.proto.policy.v1.MethodPolicy;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import java.util.List;
import java.util.Map;

/**
 * What the contract says of a method, whatever wire calls it. Immutable.
 *
 * @param open asks for a valid peer alone, not for a token: health and reflection
 * @param scopes the caller's token holds one of them
 * @param peers the only processes that may call; empty = all
 * @param reads whether it changes nothing
 * @param takesMany whether requests come as a stream
 * @param answersMany whether answers go out as a stream
 */
public record Policy(
        boolean open, List<String> scopes, List<String> peers, boolean reads, boolean takesMany, boolean answersMany) {
    /** Keeps copies. */
    public Policy {
        scopes = List.copyOf(scopes);
        peers = List.copyOf(peers);
    }

    /** Of a method whose contract is written in proto; throws when that leaves something open. */
    public static Policy of(MethodDescriptor method) {
        return of(
                method.getService().getFullName() + "/" + method.getName(),
                method.getOptions(),
                method.isClientStreaming(),
                method.isServerStreaming());
    }

    /** Of a method by its full name and options; throws when they leave something open. */
    public static Policy of(String method, MethodOptions contract, boolean takesMany, boolean answersMany) {
        MethodPolicy policy = contract.getExtension(PolicyProto.method);
        if (policy.getScopesCount() == 0) {
            throw new IllegalStateException(
                    "%s: no scope (expected: option (polyrpc.policy.v1.method))".formatted(method));
        }
        if (contract.getIdempotencyLevel() == IdempotencyLevel.IDEMPOTENCY_UNKNOWN) {
            throw new IllegalStateException("%s: no option idempotency_level".formatted(method));
        }
        return new Policy(
                false,
                policy.getScopesList(),
                policy.getPeersList(),
                contract.getIdempotencyLevel() == IdempotencyLevel.NO_SIDE_EFFECTS,
                takesMany,
                answersMany);
    }

    /** Whether it takes one message and answers with one. */
    public boolean unary() {
        return !takesMany && !answersMany;
    }

    /** Refuses with a {@link Failure}: by process, then whoever is denied by now, then by scope. */
    public void require(Peer peer, Caller caller, PeerPolicy denied) {
        if (!peers.isEmpty() && !peers.contains(peer.path())) {
            throw new Failure(
                    Kind.DENIED,
                    "PEER_NOT_ALLOWED",
                    "peer: %s (expected: %s)".formatted(peer.path(), String.join(" or ", peers)),
                    Map.of("peer", peer.path()));
        }
        caller.requireAllowed(denied); // tokens from before, in another process' hands
        if (!allows(caller)) {
            String wanted = String.join(" or ", scopes);
            throw new Failure(
                    Kind.DENIED,
                    "SCOPE_MISSING",
                    "scope: missing (expected: %s)".formatted(wanted),
                    Map.of("scope", wanted));
        }
    }

    private boolean allows(Caller caller) {
        for (String scope : scopes) { // no stream: this is asked on each call
            if (caller.has(scope)) {
                return true;
            }
        }
        return false;
    }
}
