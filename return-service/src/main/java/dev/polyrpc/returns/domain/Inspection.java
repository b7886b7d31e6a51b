package dev.polyrpc.returns.domain;

/**
 * An inspector's decision.
 *
 * @param returnId what was inspected
 * @param verdict what becomes of all its units
 * @param note what the inspector saw
 */
public record Inspection(String returnId, Verdict verdict, String note) {
    /** Refuses what no inspection may be. */
    public Inspection {
        returnId = Inputs.uuid("return_id", returnId);
        Inputs.text("note", note, 0, Inputs.MAX_NOTE);
    }
}
