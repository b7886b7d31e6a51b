package dev.polyrpc.kit.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no call is answered by the end of the connection, at no cost, and others are served as before. */
@Timeout(60)
class BadFrameTest {
    private static final ThriftRig RIG = new ThriftRig();
    private static final long LITTLE = 4L * 1024 * 1024;

    @AfterAll
    static void stop() {
        RIG.close();
    }

    static Stream<BadFrames> badFrames() {
        return BadFrames.all();
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void badFrame_closesTheConnection_andCostsNothing(BadFrames bad) throws Exception { // THR-2
        int runs = RIG.handlers.runs.get();
        long before = allocated();
        assertThat(RIG.alice().send(bad.bytes()).isClosedByServer()).isTrue();
        assertThat(allocated() - before).isLessThan(LITTLE);
        assertThat(RIG.handlers.runs).hasValue(runs);
        var good = RIG.alice().compact().getProduct(RIG.context(), ThriftServerTest.product("chai"));
        assertThat(good.getProduct().getName()).isEqualTo("chai");
    }

    /** Bytes allocated so far by the threads that read frames. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("thrift-worker"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }
}
