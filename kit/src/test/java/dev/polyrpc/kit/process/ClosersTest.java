package dev.polyrpc.kit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosersTest {
    private final List<String> closed = new ArrayList<>();
    private final Closers closers = new Closers();

    @Test
    void close_closesTheLatestFirst_andEachOnce() {
        closers.push(() -> closed.add("database"));
        closers.push(() -> closed.add("server"));

        closers.close();
        closers.close();

        assertThat(closed).containsExactly("server", "database");
    }

    @Test
    void close_oneFails_theOthersAreClosedAllTheSame() {
        closers.push(() -> closed.add("database"));
        closers.push(() -> fail("admin"));
        closers.push(() -> fail("server"));

        assertThatThrownBy(closers::close)
                .hasMessage("server")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("admin"));
        assertThat(closed).containsExactly("database");
    }

    @Test
    void closeAfter_oneFails_isSuppressedInWhatFailedFirst() {
        closers.push(() -> fail("admin"));
        Exception taken = new Exception("port taken");

        closers.closeAfter(taken);

        assertThat(taken.getSuppressed()).extracting(Throwable::getMessage).containsExactly("admin");
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }
}
