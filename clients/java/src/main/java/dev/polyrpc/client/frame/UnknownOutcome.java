package dev.polyrpc.client.frame;

import dev.polyrpc.client.session.Refusal;
import java.io.Serial;

/** Nobody answered a change, so that it may have been made or not: repeating it under its id is safe. */
final class UnknownOutcome extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    private final String options;

    UnknownOutcome(Refusal refusal, String options, RuntimeException cause) {
        super(cause);
        this.refusal = refusal;
        this.options = options;
    }

    /** Why, by the id that the change may be repeated with. */
    Refusal refusal() {
        return refusal;
    }

    /** What makes another call a repetition of this one. */
    String options() {
        return options;
    }
}
