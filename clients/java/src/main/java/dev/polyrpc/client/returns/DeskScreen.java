package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Errors;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.util.List;

/** What an inspector sees. Safe for use by many threads. */
final class DeskScreen {
    private final Output output;
    private final boolean prompting;
    private long refused;

    /**
     * Makes a screen.
     *
     * @param prompting whether somebody types
     */
    DeskScreen(Output output, boolean prompting) {
        this.output = output;
        this.prompting = prompting && !output.isJson();
    }

    synchronized void prompt() {
        if (prompting) {
            output.prompt("desk> ");
        }
    }

    synchronized void line(String words) {
        output.line(words);
    }

    synchronized void waiting(List<ProductReturn> returns) {
        if (returns.isEmpty()) {
            output.line("No return waits for inspection.");
        } else {
            output.all(ReturnViews.RETURN, returns);
        }
    }

    /** The line is not done; why is told. */
    synchronized void refuse(long line, Refusal refusal) {
        refused++;
        Errors.tell(refusal.inLine(line), "line %d: %s".formatted(line, refusal), output);
    }

    synchronized void answer(InspectReturnsResponse answer) {
        refused += answer.hasRefusal() ? 1 : 0;
        output.summary(answer, words(answer));
    }

    /** The desk was closed before the answer to a verdict came. */
    synchronized void unknown(InspectReturnsRequest verdict) {
        output.note("line %d: it is not known what became of the verdict on %s"
                .formatted(verdict.getItem(), verdict.getInspection().getReturnId()));
    }

    synchronized int exitCode() {
        return refused == 0 ? 0 : 1;
    }

    private static String words(InspectReturnsResponse answer) {
        if (answer.hasRefusal()) {
            return "line %d: refused, %s: %s"
                    .formatted(
                            answer.getItem(),
                            answer.getRefusal().getReason(),
                            answer.getRefusal().getMessage());
        }
        ProductReturn decided = answer.getProductReturn();
        return "line %d: %s is %s: %d of %s"
                .formatted(
                        answer.getItem(),
                        decided.getReturnId(),
                        Words.of(decided.getState()),
                        decided.getQuantity(),
                        decided.getProductId());
    }
}
