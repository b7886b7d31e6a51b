package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides a return. */
@Command(
        name = "inspect",
        description = "Decides a quarantined return: accepted units are restocked, rejected ones written off.",
        footer = {"", "Example: polyrpc return inspect 01939f2e-5f5c-7d1a-9a55-2f9d0c6a1b10 accept --note='as new'"})
final class InspectReturnCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "RETURN", description = "Its id.")
    private String returnId = "";

    @Parameters(
            index = "1",
            paramLabel = "VERDICT",
            converter = ReturnChoices.Verdict.class,
            completionCandidates = ReturnChoices.Verdict.class,
            description = "Of the whole quantity: ${COMPLETION-CANDIDATES}.")
    private Verdict verdict = Verdict.VERDICT_UNSPECIFIED;

    @Option(names = "--note", paramLabel = "TEXT", description = "What was seen.")
    private String note = "";

    @Mixin
    private final Change change = new Change();

    InspectReturnCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        InspectReturnRequest request = InspectReturnRequest.newBuilder()
                .setReturnId(returnId)
                .setVerdict(verdict)
                .setNote(note)
                .setRequestId(change.requestId())
                .build();
        try (Session session = invocation.session()) {
            ProductReturn decided = change.call(session.returns(), returns -> returns.inspectReturn(request))
                    .getProductReturn();
            invocation.output().one(ReturnViews.RETURN, decided);
        }
    }
}
