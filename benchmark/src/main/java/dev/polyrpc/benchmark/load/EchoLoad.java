package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** Messages that go to and fro without being looked at, many on each connection at a time: counted by their bytes. */
public final class EchoLoad implements Load {
    private final Sockets sockets;
    private final Counter counter;
    private final int messageBytes;
    private final int onEach;
    private final List<Channel> channels = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;

    /** Keeps so many messages in flight over so many connections. */
    public EchoLoad(Sockets sockets, int connections, int inFlight, int messageBytes) throws InterruptedException {
        this.sockets = sockets;
        this.counter = new Counter(sockets.loop(), sockets.traffic());
        this.messageBytes = messageBytes;
        this.onEach = inFlight / connections;
        for (int n = 0; n < connections; n++) {
            channels.add(sockets.open(new Sender()));
        }
    }

    @Override
    public CompletionStage<Void> begin() {
        ended = new CountDownLatch(channels.size());
        running = true;
        sockets.loop().execute(() -> {
            for (Channel channel : channels) {
                var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[messageBytes * onEach]));
            }
        });
        return failure.minimalCompletionStage();
    }

    @Override
    public Tally mark() {
        return counter.mark();
    }

    @Override
    public void end() throws InterruptedException {
        running = false;
        Ending.await(ended);
    }

    private final class Sender extends ChannelInboundHandlerAdapter {
        private int parts; // of a message that has not come as a whole
        private int back;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            parts += bytes.readableBytes();
            counter.done(parts / messageBytes);
            parts %= messageBytes;
            if (running) {
                var unused = context.writeAndFlush(bytes);
                return;
            }
            back += bytes.readableBytes();
            bytes.release();
            if (back == messageBytes * onEach) {
                back = 0;
                ended.countDown();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure.completeExceptionally(cause);
            ended.countDown();
        }
    }
}
