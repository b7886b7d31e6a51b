package dev.polyrpc.client.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReturnVerbsTest {
    private static final String REQUEST_ID = "6f1f8a52-8f0e-4d0b-9d2f-6d6f3a3c1c02";

    private final ReturnBook book = new ReturnBook();
    private final TestSystem system = TestSystem.start(new ProductMgmtServiceImplBase() {}, book);

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void open_asNobodyNamed_isAlicesAndTakesWordsOfPeople() {
        Run run = system.run(
                "return",
                "open",
                "chai",
                "--order=A-1",
                "--quantity=2",
                "--reason=wrong-item",
                "--request-id=" + REQUEST_ID);

        assertThat(run.exit()).isZero();
        assertThat(book.asked)
                .containsExactly(InitiateReturnRequest.newBuilder()
                        .setProductId("chai")
                        .setOrder("A-1")
                        .setQuantity(2)
                        .setReason(ReturnReason.RETURN_REASON_WRONG_ITEM)
                        .setRequestId(REQUEST_ID)
                        .build());
        assertThat(book.callers).containsExactly("alice");
    }

    @Test
    void get_showsTheHistory_andWhatATerminalWouldObeyByName() {
        Run run = system.run("return", "get", ReturnBook.ID);

        assertThat(run.lines())
                .contains(
                        "state     writing-off",
                        "reason    wrong-item",
                        "history   2027-01-15T08:00:00Z  quarantined  by alice",
                        "          2027-01-15T08:00:00Z  writing-off  by warehouse  a\\u001B[2Jb");
        assertThat(book.callers).containsExactly("warehouse");
    }

    @Test
    void list_onTerminal_cutsFreeText() {
        Run run = system.run("--width=40", "return", "list", "--state=writing-off", "--product=chai");

        assertThat(run.lines().get(1)).startsWith(ReturnBook.ID + "  writing-off  chai");
        assertThat(book.asked)
                .containsExactly(ListReturnsRequest.newBuilder()
                        .setState(ReturnState.RETURN_STATE_WRITING_OFF)
                        .setProductId("chai")
                        .build());
    }

    @Test
    void inspect_accept_isAVerdict() {
        system.run("return", "inspect", ReturnBook.ID, "accept", "--note=as new");

        InspectReturnRequest asked = (InspectReturnRequest) book.asked.get(0);
        assertThat(asked.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPT);
        assertThat(asked.getNote()).isEqualTo("as new");
    }

    @Test
    void inspect_unknownVerdict_isUsageAndNamesThem() {
        Run run = system.run("return", "inspect", ReturnBook.ID, "aceptt");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("aceptt (expected: accept, reject)");
        assertThat(book.asked).isEmpty();
    }

    @Test
    void cancel_asBob_isBobs() {
        assertThat(system.run("return", "cancel", ReturnBook.ID, "--client=bob").exit())
                .isZero();
        assertThat(book.callers).containsExactly("bob");
    }
}
