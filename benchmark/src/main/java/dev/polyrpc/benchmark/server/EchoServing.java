package dev.polyrpc.benchmark.server;

import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** Sends back what comes, in one thread that does nothing else: what the machine's sockets can do. */
final class EchoServing implements Running {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private EchoServing(ServerSocketChannel listening, Selector selector) {
        this.listening = listening;
        this.selector = selector;
        this.thread = DaemonThreads.named("echo").newThread(this::serve);
    }

    static EchoServing start() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listening.configureBlocking(false);
        Selector selector = Selector.open();
        listening.register(selector, SelectionKey.OP_ACCEPT);
        EchoServing serving = new EchoServing(listening, selector);
        serving.thread.start();
        return serving;
    }

    private void serve() {
        try {
            while (listening.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = listening.accept();
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.register(selector, SelectionKey.OP_READ);
            } else {
                echo((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void echo(SocketChannel channel) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) { // its reader is as fast, so that it waits next to never
            channel.write(buffer);
        }
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("echo", listening.socket().getLocalPort());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        try {
            listening.close();
            selector.wakeup();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
