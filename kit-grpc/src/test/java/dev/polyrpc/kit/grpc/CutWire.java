package dev.polyrpc.kit.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire between client and server that a test can cut: the server's end is reset, without a word from the client. */
final class CutWire implements AutoCloseable {
    private final ServerSocket listening;
    private final int serverPort;
    private final List<Socket> toServer = new CopyOnWriteArrayList<>();
    private final List<Socket> toClient = new CopyOnWriteArrayList<>();

    CutWire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void cut() throws IOException {
        for (Socket socket : toServer) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
        for (Socket socket : toClient) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                toClient.add(client);
                toServer.add(server);
                start(() -> copy(client, server));
                start(() -> copy(server, client));
            }
        } catch (IOException closed) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException cut) {
            // What the test wanted.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cut-wire");
        thread.setDaemon(true);
        thread.start();
    }
}
