package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers of gRPC-Web over HTTP/1.1, in chunks, all of them with gRPC's status 0 in the last frame. */
public final class GrpcWebAnswers implements Answers {
    private static final ByteBuf LAST_CHUNK = bytes("\r\n0\r\n\r\n");
    private static final ByteBuf OK = bytes("grpc-status:0\r\n");
    private static final int SHOWN = 400;

    @Override
    public boolean next(ByteBuf in) throws IOException {
        int end = in.writerIndex() - LAST_CHUNK.readableBytes();
        if (end < in.readerIndex()
                || !ByteBufUtil.equals(in, end, LAST_CHUNK, LAST_CHUNK.readerIndex(), LAST_CHUNK.readableBytes())) {
            return false; // one answer at a time is under way on a connection
        }
        if (ByteBufUtil.indexOf(OK, in) < 0) {
            throw new IOException(
                    in.toString(in.readerIndex(), Math.min(SHOWN, in.readableBytes()), StandardCharsets.ISO_8859_1));
        }
        in.readerIndex(in.writerIndex());
        return true;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
