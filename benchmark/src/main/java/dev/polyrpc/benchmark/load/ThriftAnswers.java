package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers in frames of Thrift's compact protocol: the answer itself, not a fault. */
public final class ThriftAnswers implements Answers {
    private static final int REPLY = 0x41; // type 2, version 1
    private static final int SUCCESS = 0x0C; // a struct, its number written out: 0
    private static final int MORE = 0x80;
    private static final int SHOWN = 300;

    @Override
    public boolean next(ByteBuf in) throws IOException {
        int start = in.readerIndex();
        if (in.readableBytes() < Integer.BYTES || in.readableBytes() < Integer.BYTES + in.getInt(start)) {
            return false;
        }
        int end = start + Integer.BYTES + in.getInt(start);
        int type = in.getByte(start + Integer.BYTES + 1);
        int name = afterNumber(in, start + Integer.BYTES + 2);
        int result = name + 1 + in.getByte(name); // method names are shorter than 128
        if (type != REPLY || in.getByte(result) != SUCCESS) {
            throw new IOException(in.toString(start, Math.min(SHOWN, end - start), StandardCharsets.ISO_8859_1));
        }
        in.readerIndex(end);
        return true;
    }

    private static int afterNumber(ByteBuf in, int at) {
        int next = at;
        while ((in.getByte(next) & MORE) != 0) {
            next++;
        }
        return next + 1;
    }
}
