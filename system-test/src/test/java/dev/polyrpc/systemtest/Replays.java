package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

/** Sends again what was answered OK: the same request id gets the same answer, however often a program was killed since. */
final class Replays {
    private static final int EACH = 25;

    private Replays() {}

    /** Repeats some requests of each kind; that they had no second effect shows in the {@link Truth} read after it. */
    static void check(Landscape landscape, Answers answers) {
        answers.adjusted.stream()
                .limit(EACH)
                .forEach(adjusted -> assertThat(landscape
                                .products("warehouse")
                                .adjustInventory(adjusted.request())
                                .getEvent())
                        .isEqualTo(adjusted.answer()));
        answers.opened.stream()
                .limit(EACH)
                .forEach(opened -> assertThat(landscape
                                .returns("alice")
                                .initiateReturn(opened.request())
                                .getProductReturn()
                                .getReturnId())
                        .isEqualTo(opened.answer().getReturnId()));
        answers.inspected.stream()
                .limit(EACH)
                .forEach(inspected -> assertThat(landscape
                                .returns("warehouse")
                                .inspectReturn(inspected.request())
                                .getProductReturn()
                                .getReturnId())
                        .isEqualTo(inspected.answer().getReturnId()));
        answers.cancelled.stream()
                .limit(EACH)
                .forEach(cancelled -> assertThat(landscape
                                .returns("alice")
                                .cancelReturn(cancelled.request())
                                .getProductReturn()
                                .getReturnId())
                        .isEqualTo(cancelled.answer().getReturnId()));
    }
}
