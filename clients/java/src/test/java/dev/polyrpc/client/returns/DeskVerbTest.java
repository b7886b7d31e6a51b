package dev.polyrpc.client.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeskVerbTest {
    private final ReturnStreams streams = new ReturnStreams();
    private final TestSystem system = TestSystem.start(new ProductMgmtServiceImplBase() {}, streams);

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void desk_piped_answersEachVerdict() {
        Run run = system.runFed("accept R-1 as new\n\nreject R-2\nquit\naccept R-3\n", "return", "desk");

        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .containsExactly("line 1: R-1 is restocked: 2 of chai", "line 3: R-2 is written-off: 2 of chai");
        assertThat(run.err()).isEmpty();
        assertThat(streams.inspected)
                .extracting(InspectReturnRequest::getVerdict)
                .containsExactly(Verdict.VERDICT_ACCEPT, Verdict.VERDICT_REJECT);
        assertThat(streams.inspected.get(0).getNote()).isEqualTo("as new");
    }

    @Test
    void desk_refusedAndMisreadLines_areToldAndTheOthersGoOn() {
        Run run = system.runFed("accept gone\nexplode\nreject\naccept R-1\n", "return", "desk");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "line 1: refused, RETURN_NOT_FOUND: look again", "line 4: R-1 is restocked: 2 of chai");
        assertThat(run.err().lines())
                .containsExactly(
                        "line 2: explode (expected: accept, reject, list, help or quit)",
                        "line 3: reject: which return? (expected: its id)");
    }

    @Test
    void desk_asJson_isObjectsOnBothSides() {
        Run run = system.runFed("accept gone\nexplode\nhelp\n", "return", "desk", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"item\":\"1\",\"refusal\":{");
        assertThat(run.err()).isEqualToIgnoringNewLines("""
                        {"code":"INVALID_ARGUMENT","reason":"USAGE",\
                        "message":"line 2: explode (expected: accept, reject, list, help or quit)","requestId":""}""");
    }

    @Test
    void desk_list_showsWhatWaits() {
        Run run = system.runFed("list\nhelp\n", "return", "desk");

        assertThat(run.exit()).isZero();
        assertThat(run.lines().get(1)).startsWith("R-9").contains("quarantined");
        assertThat(run.lines()).anySatisfy(line -> assertThat(line).startsWith("accept RETURN [NOTE]"));
    }

    @Test
    void desk_lostStream_sendsTheVerdictAgainUnderItsId() { // I2
        streams.ends.add(new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "not now"));

        Run run = system.runFed("accept R-1\n", "return", "desk");

        assertThat(run.exit()).isZero();
        assertThat(run.lines()).containsExactly("line 1: R-1 is restocked: 2 of chai");
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("the stream ended (UNAVAILABLE SERVER_DRAINING: not now");
        assertThat(streams.inspected).hasSize(2);
        assertThat(streams.inspected.get(1)).isEqualTo(streams.inspected.get(0));
    }

    @Test
    void desk_refusedForGood_namesTheVerdictThatIsInDoubt() {
        streams.ends.add(new Failure(Kind.INTERNAL, "INTERNAL", "broken"));

        Run run = system.runFed("accept R-1\n", "return", "desk", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.notes()).hasSize(2);
        assertThat(run.err())
                .startsWith("{\"note\":\"line 1: it is not known what became of the verdict on R-1\"}")
                .contains("\"code\":\"INTERNAL\"");
    }
}
