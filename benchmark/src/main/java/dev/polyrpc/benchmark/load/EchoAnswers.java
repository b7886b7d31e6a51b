package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;

/** Messages of one length. Immutable. */
public record EchoAnswers(int bytes) implements Answers {
    @Override
    public boolean next(ByteBuf in) {
        if (in.readableBytes() < bytes) {
            return false;
        }
        in.skipBytes(bytes);
        return true;
    }
}
