package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTablesTest {
    private static final int SETTINGS = 0x4;
    private static final int HEADER_TABLE_SIZE = 0x1;
    private static final int BYTES_OF_A_SETTING = 6;

    @Test
    void offer_speaksHttp2_isToldOfTheTableAfterTheFirstSettings() {
        List<Long> sizes = tableSizes(connection(new HeaderTables(1)));

        assertThat(sizes).containsExactly(null, (long) HeaderTables.BYTES);
    }

    @Test
    void offer_moreThanTheHeapBears_goOnWithTheUsualUntilOneCloses() {
        HeaderTables tables = new HeaderTables(1);
        EmbeddedChannel first = connection(tables);
        assertThat(tableSizes(first)).hasSize(2);

        assertThat(tableSizes(connection(tables))).hasSize(1);
        ChannelFuture unused = first.close();
        first.runPendingTasks();
        assertThat(tableSizes(connection(tables))).hasSize(2);
    }

    private static EmbeddedChannel connection(HeaderTables tables) {
        EmbeddedChannel socket = new EmbeddedChannel();
        tables.offer(socket);
        socket.pipeline().addLast(Http2FrameCodecBuilder.forServer().build());
        socket.runPendingTasks();
        return socket;
    }

    /** For each frame of settings sent: what it says of the table, null where nothing. */
    private static List<Long> tableSizes(EmbeddedChannel socket) {
        List<Long> sizes = new ArrayList<>();
        for (ByteBuf sent = socket.readOutbound(); sent != null; sent = socket.readOutbound()) {
            while (sent.isReadable()) {
                int length = sent.readUnsignedMedium();
                assertThat(sent.readUnsignedByte()).isEqualTo((short) SETTINGS);
                sent.skipBytes(5);
                Long size = null;
                for (int setting = 0; setting < length / BYTES_OF_A_SETTING; setting++) {
                    int id = sent.readUnsignedShort();
                    long value = sent.readUnsignedInt();
                    size = id == HEADER_TABLE_SIZE ? Long.valueOf(value) : size;
                }
                sizes.add(size);
            }
            sent.release();
        }
        return sizes;
    }
}
