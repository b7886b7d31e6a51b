package dev.polyrpc.returns.domain;

import java.util.Arrays;
import java.util.Optional;

/** What product management does for a return: the intent is committed as one state, the outcome as the next. */
public enum Step {
    /** The units come into quarantine. */
    QUARANTINE(ReturnState.REQUESTED, ReturnState.QUARANTINED, "quarantine"),
    /** The units go on hand. */
    RESTOCK(ReturnState.RESTOCKING, ReturnState.RESTOCKED, "restock"),
    /** The units are written off. */
    WRITE_OFF(ReturnState.WRITING_OFF, ReturnState.WRITTEN_OFF, "write-off"),
    /** The units leave with the customer: undoes QUARANTINE. */
    WITHDRAW(ReturnState.WITHDRAWING, ReturnState.WITHDRAWN, "withdraw");

    private final ReturnState intent;
    private final ReturnState outcome;
    private final String label;

    Step(ReturnState intent, ReturnState outcome, String label) {
        this.intent = intent;
        this.outcome = outcome;
        this.label = label;
    }

    /** The step that a return in this state waits for; empty when it waits for none. */
    public static Optional<Step> of(ReturnState state) {
        return Arrays.stream(values()).filter(step -> step.intent == state).findFirst();
    }

    /** The state that says: the step is decided, what became of it is not known yet. */
    public ReturnState intent() {
        return intent;
    }

    /** The state that says: the step took effect. */
    public ReturnState outcome() {
        return outcome;
    }

    /** Whether a refusal ends the return. The other steps undo or finish what took effect: they go on until they hold. */
    public boolean mayBeRefused() {
        return this == QUARANTINE;
    }

    /** What the step of a return is called everywhere, so that it takes effect once however often it is asked for. */
    public String movementId(String returnId) {
        return "returns/" + returnId + ":" + label;
    }
}
