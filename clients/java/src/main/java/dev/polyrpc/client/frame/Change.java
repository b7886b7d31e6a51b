package dev.polyrpc.client.frame;

import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.kit.grpc.GrpcChannels;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of every verb that changes something: the id that makes the change safe to repeat, which is also the name of
 * the call in the services' logs. For use by one thread.
 */
public final class Change {
    @Option(
            names = "--request-id",
            paramLabel = "UUID",
            description = "Repeats the change of that id, should it not have been made. Default: a new id.")
    private @Nullable UUID chosen;

    private @Nullable UUID made;
    private String options = "";

    /** The same id whenever it is asked for. */
    public String requestId() {
        if (chosen != null) {
            return chosen.toString();
        }
        if (made == null) {
            made = UUID.randomUUID();
        }
        return made.toString();
    }

    /** What a repetition needs besides the id to be the same change. */
    public Change repeatableWith(String option) {
        options = " " + option;
        return this;
    }

    /** Whether an earlier change is repeated. */
    public boolean isRepeated() {
        return chosen != null;
    }

    /** Makes the call under this id; where nobody answers, the id is what the change may be repeated with. */
    public <S extends AbstractStub<S>, A> A call(S stub, Function<S, A> call) {
        try {
            return call.apply(stub.withOption(GrpcChannels.REQUEST_ID, requestId()));
        } catch (StatusRuntimeException e) {
            Refusal refusal = Refusal.of(e);
            throw refusal.isUnreachable()
                    ? new UnknownOutcome(refusal.named(requestId()), "--request-id=" + requestId() + options, e)
                    : e;
        }
    }
}
