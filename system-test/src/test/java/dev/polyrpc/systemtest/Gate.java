package dev.polyrpc.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A port in front of another. Once it is shut, connections that come are accepted, and hear nothing; those that are there go on. */
final class Gate implements AutoCloseable {
    private final ServerSocket front = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int behind;
    private volatile boolean shut;

    private Gate(int behind) throws IOException {
        this.behind = behind;
    }

    /** Opens one in front of a local port. */
    static Gate before(int port) throws IOException {
        Gate gate = new Gate(port);
        run(gate::accept);
        return gate;
    }

    int port() {
        return front.getLocalPort();
    }

    void shut() {
        shut = true;
    }

    @Override
    public void close() throws IOException {
        front.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = front.accept();
            sockets.add(client);
            if (!shut) {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                sockets.add(server);
                run(() -> client.getInputStream().transferTo(server.getOutputStream()));
                run(() -> server.getInputStream().transferTo(client.getOutputStream()));
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        thread.setUncaughtExceptionHandler((it, closed) -> {});
        thread.setDaemon(true);
        thread.start();
    }
}
