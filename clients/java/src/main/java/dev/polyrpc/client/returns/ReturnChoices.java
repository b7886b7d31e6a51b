package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Choices;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;

/** What the options of returns may be, said as people say it. */
final class ReturnChoices {
    private ReturnChoices() {}

    /** Why goods come back. */
    static final class Reason extends Choices<ReturnReason> {
        Reason() {
            super(ReturnReason.class);
        }
    }

    /** Where a return is. */
    static final class State extends Choices<ReturnState> {
        State() {
            super(ReturnState.class);
        }
    }

    /** What an inspector decides. */
    static final class Verdict extends Choices<dev.polyrpc.proto.returns.v1.Verdict> {
        Verdict() {
            super(dev.polyrpc.proto.returns.v1.Verdict.class);
        }
    }
}
