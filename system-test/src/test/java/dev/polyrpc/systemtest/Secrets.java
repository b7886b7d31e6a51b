package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** What may never be found in a log, a metric or an error text. */
final class Secrets {
    /** Header, payload and signature of any signed token, also of those that only the services held. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}");

    private Secrets() {}

    /** Expects that a text holds no token (nor the signature of one) and no secret of a client. */
    static void assertNone(String text, TokenDesk desk) {
        // No assertion that would print the text or the token: this one may end up in a log too.
        assertThat(TOKEN.matcher(text).find()).as("a token is in the output").isFalse();
        assertThat(desk.issued().stream().anyMatch(token -> text.contains(signature(token))))
                .as("a token's signature is in the output")
                .isFalse();
        assertThat(List.of("alice", "bob", "warehouse", "auditor").stream()
                        .anyMatch(client -> text.contains(desk.secret(client))))
                .as("a client's secret is in the output")
                .isFalse();
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
