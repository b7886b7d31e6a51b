package dev.polyrpc.token;

import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.token.domain.Peers;

/** The processes that the policy file lets in at the moment. Safe for use by many threads. */
record LivePeers(PeerPolicy policy) implements Peers {
    @Override
    public boolean admits(String uri) {
        return policy.admits(Peer.of(uri));
    }

    @Override
    public boolean denies(String uri) {
        return policy.denies(Peer.of(uri));
    }

    @Override
    public boolean deniesSubject(String name) {
        return policy.denies(name);
    }
}
