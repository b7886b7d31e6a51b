package dev.polyrpc.gateway.request;

import java.util.concurrent.Flow;

/**
 * What an operation answers.
 *
 * @param lasting whether they go on until somebody ends them, as those of a subscription do
 * @param texts the answers as JSON, for one subscriber that asks for them one at a time; an error is an {@link
 *     OperationRefused}
 * @param tooSlow ends them, where they are lasting, with the error that their reader is too slow
 */
public record Answers(boolean lasting, Flow.Publisher<String> texts, Runnable tooSlow) {
    /** The one answer of what ends by itself, and soon. */
    static Answers single(Flow.Publisher<String> text) {
        return new Answers(false, text, () -> {});
    }
}
