package dev.polyrpc.benchmark.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Run RUN = new SampleRun()
            .peak("bare gRPC", Role.FLOOR, Wire.GRPC, 100_000, 5)
            .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 20)
            .open("gRPC", Role.SHIPPED, Wire.GRPC, 4_000, 200)
            .open("Thrift", Role.SHIPPED, Wire.THRIFT, 4_000, 100)
            .run();

    @Test
    void of_needsNothingElse() throws IOException {
        String page = Page.of(RUN, Map.of());
        assertThat(page).doesNotContainPattern("(src|href)=\"?(https?:)?//");
        assertThat(page).doesNotContain("{{").contains("new Chart(");
    }

    @Test
    void of_showsWhatGrpcLosesBeforeAllElse() throws IOException {
        String page = Page.of(RUN, Map.of());
        assertThat(page.indexOf("Where gRPC loses"))
                .isPositive()
                .isLessThan(page.indexOf("In pictures"))
                .isLessThan(page.indexOf("All figures"));
    }

    @Test
    void of_textThatLooksLikeHtml_isShownAsItIs() throws IOException {
        assertThat(Page.of(RUN, Map.of())).contains("a &lt;small&gt; machine").doesNotContain("<small>");
    }

    @Test
    void of_flames_standInFramesOfTheirOwn() throws IOException {
        String page = Page.of(RUN, Map.of("gRPC", "<p title=\"all\">"));
        assertThat(page).contains("srcdoc=\"&lt;p title=&quot;all&quot;&gt;\"");
    }
}
