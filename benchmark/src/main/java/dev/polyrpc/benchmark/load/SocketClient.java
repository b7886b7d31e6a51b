package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Calls over wires that carry one call at a time on a connection; who finds all connections taken waits for the first that
 * is free.
 */
public final class SocketClient implements Client {
    private final Sockets sockets;
    private final Requests requests;
    private final Answers answers;
    private final ArrayDeque<Lane> free = new ArrayDeque<>();
    private final ArrayDeque<Answered> waiting = new ArrayDeque<>();

    /** Calls over so many connections. */
    public SocketClient(Sockets sockets, int connections, Requests requests, Answers answers)
            throws IOException, InterruptedException {
        this.sockets = sockets;
        this.requests = requests;
        this.answers = answers;
        for (int n = 0; n < connections; n++) {
            Lane lane = new Lane();
            lane.channel = sockets.open(lane);
            free.add(lane);
        }
    }

    @Override
    public Slot slot(int number, Answered answered) {
        return () -> {
            Lane lane = free.pollLast();
            if (lane == null) {
                waiting.add(answered);
            } else {
                lane.send(answered);
            }
        };
    }

    @Override
    public ScheduledExecutorService loop() {
        return sockets.loop();
    }

    @Override
    public Traffic traffic() {
        return sockets.traffic();
    }

    @Override
    public void close() {
        sockets.close();
    }

    /** One connection. */
    private final class Lane extends ByteToMessageDecoder {
        private @Nullable Channel channel;
        private @Nullable Answered caller;

        void send(Answered asking) {
            caller = asking;
            if (channel == null || !channel.isActive()) {
                end(new IOException("the connection is closed"));
                return;
            }
            ByteBuf request = channel.alloc().ioBuffer(1_024);
            requests.next(request);
            var unused = channel.writeAndFlush(request, channel.voidPromise());
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
            if (answers.next(in)) {
                end(null);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(cause);
            var unused = context.close();
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) {
            end(new IOException("the server closed the connection"));
        }

        /** Whoever waits longest goes first; then the caller may call again. */
        private void end(@Nullable Throwable failure) {
            Answered ended = caller;
            if (ended == null) {
                return;
            }
            caller = null;
            Answered next = waiting.poll();
            if (next == null) {
                free.add(this);
            } else {
                send(next);
            }
            ended.answered(failure);
        }
    }
}
