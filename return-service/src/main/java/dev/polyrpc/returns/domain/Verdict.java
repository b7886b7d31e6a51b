package dev.polyrpc.returns.domain;

/** What an inspector decides of a return's whole quantity. */
public enum Verdict {
    /** The units can be sold again. */
    ACCEPT(Step.RESTOCK),
    /** They cannot. */
    REJECT(Step.WRITE_OFF);

    private final Step step;

    Verdict(Step step) {
        this.step = step;
    }

    /** What is done with the units. */
    public Step step() {
        return step;
    }
}
