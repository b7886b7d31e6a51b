package dev.polyrpc.kit.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
    private static final byte[] FRAME =
            ByteBuffer.allocate(1000).putInt(996).put((byte) 0x82).array();
    private static final int HALF = FRAME.length / 2;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final FrameBuffer frames = new FrameBuffer();

    @Test
    void framesWithHalfOfTheNext_takeTheMemoryOfWhatIsLeft() throws BadFrame { // THR-14
        byte[] restAndHalf = ByteBuffer.allocate(FRAME.length)
                .put(FRAME, HALF, HALF)
                .put(FRAME, 0, HALF)
                .array();
        receive(Arrays.copyOf(FRAME, HALF));
        for (int i = 0; i < 10_000; i++) {
            receive(restAndHalf);
            assertThat(frames.next(FrameReader.current())).isTrue();
            assertThat(frames.next(FrameReader.current())).isFalse();
            assertThat(memory()).isLessThan(8L * FRAME.length);
        }
        frames.clear();
        assertThat(memory()).isZero();
    }

    private void receive(byte[] bytes) {
        frames.add(buffers, buffers.buffer(bytes.length).writeBytes(bytes));
    }

    private long memory() {
        return buffers.metric().usedHeapMemory();
    }
}
