package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOW = VerifierFixture.NOW;
    private static final int MORE_THAN_THERE_IS_ROOM_FOR = 25_000;

    private final VerifierFixture fixture = new VerifierFixture();
    private final TrustedIssuer issuer = TrustedIssuer.own(VerifierFixture.CONFIG, KeySource.of(fixture.forge.key));
    private final VerifiedTokens tokens = new VerifiedTokens();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void put_floodOfTokensThatComeOnce_forgetsThoseAndNoneThatCameAgain() {
        put("in-use");
        assertThat(get("in-use")).isNotNull();
        flood();
        assertThat(get("in-use")).isNotNull();
        assertThat(kept()).isBetween(9_000, 10_000);
    }

    @Test
    void put_allCameAgain_makesRoomAllTheSame() {
        for (int n = 0; n < MORE_THAN_THERE_IS_ROOM_FOR; n++) {
            put("flood-" + n);
            assertThat(get("flood-" + n)).isNotNull();
        }
        assertThat(kept()).isBetween(9_000, 10_000);
    }

    private void flood() {
        for (int n = 0; n < MORE_THAN_THERE_IS_ROOM_FOR; n++) {
            put("flood-" + n);
        }
    }

    private int kept() {
        int kept = 0;
        for (int n = 0; n < MORE_THAN_THERE_IS_ROOM_FOR; n++) {
            kept += get("flood-" + n) == null ? 0 : 1;
        }
        return kept;
    }

    private void put(String token) {
        Caller caller =
                new Caller(token, "gateway", Set.of(), Set.of(), List.of(), NOW.plusSeconds(60), null, null, token);
        tokens.put(caller, issuer, "key", NOW, tokens.withdrawals());
    }

    private @Nullable Caller get(String token) {
        return tokens.get(token.getBytes(StandardCharsets.ISO_8859_1), 0, NOW.toEpochMilli());
    }
}
