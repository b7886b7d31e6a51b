package dev.polyrpc.client.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.client.demo.Story.NotHeld;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final StringWriter told = new StringWriter();
    private final Story story = new Story(new PrintWriter(told));

    @Test
    void step_thatHolds_isToldAndGivesItsOutcome() throws Exception {
        assertThat(story.step("a token is had", () -> 42)).isEqualTo(42);

        assertThat(told.toString()).contains("ok        a token is had");
        assertThat(story.held()).isEqualTo(1);
        assertThat(story.failed()).isZero();
    }

    @Test
    void step_thatDoesNot_isToldWithItsReasonAndEndsTheChapter() {
        assertThatThrownBy(() -> story.check("the stock is right", () -> Story.expect("on hand", 39, 38)))
                .isInstanceOf(NotHeld.class);

        assertThat(told.toString()).contains("FAILED    the stock is right", "on hand: 38 (expected: 39)");
        assertThat(story.failed()).isEqualTo(1);
    }
}
