package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a mutation answers: its outcome, or what is wrong with its input. */
record Payload(
        @Nullable Object outcome,
        List<UserError> userErrors,
        @Nullable String clientMutationId) {
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    Payload {
        userErrors = List.copyOf(userErrors);
    }

    /** One thing that is wrong with the input. */
    record UserError(@Nullable String field, String message, String reason) {}

    static Payload of(Object outcome, @Nullable String clientMutationId) {
        return new Payload(outcome, List.of(), clientMutationId);
    }

    /** The payload of an input that was refused as invalid. */
    static Payload refused(Failure failure, @Nullable String clientMutationId) {
        List<UserError> errors = failure.details().keySet().stream()
                .map(field -> new UserError(inputField(field), failure.getMessage(), failure.reason()))
                .collect(Collectors.toList());
        if (errors.isEmpty()) {
            errors.add(new UserError(null, failure.getMessage(), failure.reason()));
        }
        return new Payload(null, errors, clientMutationId);
    }

    /** The input's name of a contract's field: {@code product.unit_price_cents} is {@code unitPriceCents}. */
    static String inputField(String contractField) {
        String last = contractField.substring(contractField.lastIndexOf('.') + 1);
        return SNAKE.matcher(last).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
