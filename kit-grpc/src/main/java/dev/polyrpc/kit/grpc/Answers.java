package dev.polyrpc.kit.grpc;

import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of a use case into the answer of a unary call. */
public final class Answers {
    private Answers() {}

    /** For {@code stage.whenComplete(answer(responses))}: the value as the one message, or the failure as the status. */
    public static <T> BiConsumer<@Nullable T, @Nullable Throwable> answer(StreamObserver<T> responses) {
        CallContext call = CallContext.KEY.get(); // here, as the stage may end on a thread that serves no call
        String requestId = call == null ? "" : call.requestId; // without our interceptors calls have none
        return (value, problem) -> {
            if (problem != null || value == null) {
                responses.onError(
                        Statuses.of(problem == null ? new NullPointerException("answer") : problem, requestId));
                return;
            }
            responses.onNext(value);
            responses.onCompleted();
        };
    }
}
