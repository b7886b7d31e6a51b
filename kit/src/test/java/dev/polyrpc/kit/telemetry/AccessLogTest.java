package dev.polyrpc.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger access = (Logger) LoggerFactory.getLogger("access");
    private final AccessLog sampled = AccessLog.of(AccessLog.Mode.SAMPLED);

    @BeforeEach
    void listen() {
        lines.start();
        access.addAppender(lines);
    }

    @AfterEach
    void leave() {
        access.detachAppender(lines);
    }

    @Test
    void sampled_writesOneGoodReadInAHundred() {
        for (int call = 0; call < 1000; call++) {
            sampled.write(call("OK", true, 1));
        }
        assertThat(lines.list).hasSize(10);
    }

    @Test
    void sampled_writesEveryFailureWriteAndSlowCall() {
        sampled.write(call("NOT_FOUND", true, 1));
        sampled.write(call("OK", false, 1));
        sampled.write(call("OK", true, 101));
        assertThat(lines.list).hasSize(3);
    }

    @Test
    void all_writesEveryCall() {
        AccessLog.of(AccessLog.Mode.ALL).write(call("OK", true, 1));
        assertThat(lines.list).hasSize(1);
    }

    private static AccessLog.Call call(String code, boolean read, long millis) {
        return new AccessLog.Call("id", "a.B/C", "alice", null, code, read, TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
