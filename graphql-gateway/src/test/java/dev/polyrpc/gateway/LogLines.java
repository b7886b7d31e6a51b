package dev.polyrpc.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a logger tells until this is closed, and on which threads. Safe for use by many threads. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** A message with its values. */
    record Line(String thread, String text) {}

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    static LogLines of(String name) {
        LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(name));
        lines.start();
        lines.logger.addAppender(lines);
        return lines;
    }

    /** Those that hold a text. */
    List<Line> with(String text) {
        return lines.stream().filter(line -> line.text().contains(text)).toList();
    }

    /** An event asks for the name of its thread when that is read first, maybe by another: so it is asked for here. */
    @Override
    protected void append(ILoggingEvent line) {
        lines.add(
                new Line(Thread.currentThread().getName(), line.getFormattedMessage() + " " + line.getKeyValuePairs()));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
