package dev.polyrpc.client.frame;

import dev.polyrpc.client.session.Refusal;
import java.io.Serial;

/** Nobody answered a change, so that it may have been made or not: repeating it under its id is safe. */
final class UnknownOutcome extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    UnknownOutcome(Refusal refusal, RuntimeException cause) {
        super(cause);
        this.refusal = refusal;
    }

    /** Why, by the id that the change may be repeated with. */
    Refusal refusal() {
        return refusal;
    }
}
