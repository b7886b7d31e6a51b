package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.delivery.FakePeer;

/** A socket whose client answers as a test wants. For use by one thread. */
final class FakeSocket extends FakePeer implements SocketPeer {
    int pings;

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(int code, String reason) {
        sent.add(code + " " + reason);
    }
}
