package dev.polyrpc.kit.thrift;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.thrift.async.AsyncMethodCallback;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of a use case into the answer of a call. */
public final class Answers {
    private Answers() {}

    /** For {@code stage.whenComplete(answer(answers))}: the value as the result, or the failure as the declared fault. */
    public static <T> BiConsumer<@Nullable T, @Nullable Throwable> answer(AsyncMethodCallback<T> answers) {
        return (value, problem) -> {
            if (problem instanceof Exception exception) {
                answers.onError(exception);
            } else if (problem != null || value == null) {
                answers.onError(new IllegalStateException("no answer", problem));
            } else {
                answers.onComplete(value);
            }
        };
    }

    /** A list as it was sent: one that was left out is empty. */
    public static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
