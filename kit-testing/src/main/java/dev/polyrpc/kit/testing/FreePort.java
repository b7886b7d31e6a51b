package dev.polyrpc.kit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for tests that must know it before they listen; all others listen at 0. Safe for use by many threads. */
public final class FreePort {
    /** Below those that systems choose from for connections and for servers at 0: nobody is given it meanwhile. */
    private static final int FIRST = 15_000;

    private static final int BEHIND_LAST = 30_000;

    private FreePort() {}

    /** One at which nobody listens on loopback. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }
}
