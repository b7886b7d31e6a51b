package dev.polyrpc.token.outbound.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerifiedSubjectsTest {
    private static final String TOKEN = encoded("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"a\"}") + "."
            + encoded("{}") + "." + "A".repeat(86);

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EXHAUSTED", "UNAVAILABLE"})
    void verify_couldNotBeLookedInto_isThatFailure(Kind kind) {
        Failure failure = new Failure(kind, "NOT_NOW", "not now");
        try (VerifiedSubjects subjects = subjects(failure)) {
            assertThat(catchThrowableOfType(Failure.class, () -> subjects.verify(TOKEN, Set.of("return"))))
                    .isSameAs(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "UNAUTHENTICATED")
    void verify_badToken_isNobody(Kind kind) {
        try (VerifiedSubjects subjects = subjects(new Failure(kind, "TOKEN_INVALID", "refused"))) {
            assertThat(subjects.verify(TOKEN, Set.of("return"))).isEmpty();
        }
    }

    private static VerifiedSubjects subjects(Failure failure) {
        KeySource failing = new KeySource() {
            @Override
            public CompletionStage<Optional<VerificationKey>> find(String id) {
                return CompletableFuture.failedStage(failure);
            }

            @Override
            public void onWithdrawal(Consumer<String> withdrawn) {
                // its keys hold for ever
            }
        };
        return new VerifiedSubjects("https://localhost", failing, List.of(), Clock.systemUTC());
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
