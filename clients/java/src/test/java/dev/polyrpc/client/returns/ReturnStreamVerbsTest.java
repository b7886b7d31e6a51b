package dev.polyrpc.client.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReturnStreamVerbsTest {
    private final Failure denied = new Failure(Kind.DENIED, "SCOPE_MISSING", "not today");

    private final ReturnStreams streams = new ReturnStreams();
    private final TestSystem system = TestSystem.start(new ProductMgmtServiceImplBase() {}, streams);

    @TempDir
    private Path folder = Path.of(".");

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void submit_csv_opensThemForAlice_andNamesRefusedLines() throws Exception { // DOM-9
        Run run = system.run(
                "return",
                "submit",
                file("order,product_id,quantity,reason\nA-1,chai,2,damaged\nA-2,chai,0,unwanted\nA-3,chai,1,old\n"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .startsWith("1 open, 2 refused")
                .anySatisfy(line -> assertThat(line).startsWith("   3  QUANTITY_OUT_OF_RANGE  look again"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("   4  LINE_UNREADABLE").contains("reason: old"));
        assertThat(streams.callers).containsExactly("alice");
        assertThat(streams.submitted.get(0).getProductReturn().getReason())
                .isEqualTo(ReturnReason.RETURN_REASON_DAMAGED);
    }

    @Test
    void submit_again_isUnderTheSameIds() throws Exception { // DOM-5
        String lines = file("{\"order\": \"A-1\", \"product_id\": \"chai\", \"quantity\": 2, \"reason\": 1}\n");

        assertThat(system.run("return", "submit", lines).lines()).containsExactly("1 open, 0 refused");
        Run again = system.run("return", "submit", lines, "--json");

        assertThat(again.exit()).isZero();
        assertThat(again.out())
                .isEqualToIgnoringNewLines("{\"openedCount\":\"1\",\"refusedCount\":\"0\",\"refusals\":[]}");
        assertThat(streams.submitted.get(1)).isEqualTo(streams.submitted.get(0));
    }

    @Test
    void submit_lostStream_isSentAgain() throws Exception {
        streams.ends.add(new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "not now"));

        Run run = system.run("return", "submit", file("order,product_id,quantity,reason\nA-1,chai,2,damaged\n"));

        assertThat(run.exit()).isZero();
        assertThat(run.lines()).containsExactly("1 open, 0 refused");
        assertThat(run.err()).contains("the stream ended (UNAVAILABLE SERVER_DRAINING: not now");
        assertThat(streams.submitted.get(1)).isEqualTo(streams.submitted.get(0));
    }

    @Test
    void submit_refusedForGood_asNothingIsKnown_isTheReasonAlone() throws Exception {
        streams.ends.add(denied);

        Run run = system.run("return", "submit", file("order,product_id,quantity,reason\nA-1,chai,2,damaged\n"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("PERMISSION_DENIED SCOPE_MISSING: not today")
                .doesNotContain("run it again");
    }

    @Test
    void watch_asJson_isWhatTheServiceSends() {
        Run run = system.run("return", "watch", "--after=4", "--count=2", "--json", "--client=bob");

        assertThat(run.exit()).isZero();
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(1)).startsWith("{\"position\":\"6\",\"productReturn\":{\"returnId\":\"R-6\"");
        assertThat(run.notes()).hasSize(1);
        assertThat(streams.callers).containsExactly("bob");
    }

    @Test
    void watch_refusedForGood_endsWithTheReason() {
        streams.ends.add(denied);

        Run run = system.run("return", "watch", "--after=4");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("PERMISSION_DENIED SCOPE_MISSING: not today");
        assertThat(streams.watched).extracting(WatchReturnsRequest::getAfter).containsExactly(4L);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("lines.txt"), text).toString();
    }
}
