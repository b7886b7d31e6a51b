package dev.polyrpc.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IdleConnectionTest {
    private final IdleConnection idle = new IdleConnection();
    private final EmbeddedChannel channel = new EmbeddedChannel(idle);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void begin_sendsPrefaceAndSettings() {
        idle.begin(channel.pipeline().context(idle));

        assertThat(sent()).startsWith("505249202a20").endsWith("000000040000000000");
    }

    @Test
    void settings_areAcknowledged() {
        receive("000006040000000000" + "000300000064");

        assertThat(sent()).isEqualTo("000000040100000000");
    }

    @Test
    void ping_inPieces_isAnsweredWithItsPayload() {
        receive("0000080600000000");
        receive("00" + "01020304");
        assertThat(sent()).isEmpty();

        receive("05060708");

        assertThat(sent()).isEqualTo("000008060100000000" + "0102030405060708");
    }

    @Test
    void acknowledgements_areNotAnswered() {
        receive("000000040100000000");

        assertThat(sent()).isEmpty();
    }

    private void receive(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    private String sent() {
        ByteBuf out = channel.readOutbound();
        if (out == null) {
            return "";
        }
        try {
            return ByteBufUtil.hexDump(out);
        } finally {
            out.release();
        }
    }
}
