package dev.polyrpc.benchmark.identity;

import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What it costs to verify a token: seen for the first time, and known. For use by one thread. */
final class Verifying {
    private static final VerifierConfig CONFIG = new VerifierConfig(Signer.ISSUER, Signer.AUDIENCE);
    private static final int LAPS = 100;

    private final int rounds;
    private final int tokens;

    Verifying(int rounds, int tokens) {
        this.rounds = rounds;
        this.tokens = tokens;
    }

    List<Cost> of(Signer signer) throws IOException {
        List<String> texts = signer.tokens(tokens);
        List<Cost> costs = new ArrayList<>();
        costs.add(Cost.of("verify %s, first sight".formatted(signer.name()), rounds, tokens, () -> {
            try (TokenVerifier fresh = TokenVerifier.create(CONFIG, signer.keys())) {
                texts.forEach(text -> fresh.verify(text).toCompletableFuture().join());
            }
        }));
        try (TokenVerifier verifier = TokenVerifier.create(CONFIG, signer.keys())) {
            texts.forEach(text -> verifier.verify(text).toCompletableFuture().join());
            List<List<byte[]>> headers = texts.stream()
                    .map(text -> List.of(("Bearer " + text).getBytes(StandardCharsets.US_ASCII)))
                    .toList();
            costs.add(Cost.of("verify %s, known".formatted(signer.name()), rounds, tokens * LAPS, () -> {
                for (int lap = 0; lap < LAPS; lap++) {
                    headers.forEach(header -> requireKnown(verifier, header));
                }
            }));
        }
        return costs;
    }

    private static void requireKnown(TokenVerifier verifier, List<byte[]> header) {
        if (verifier.cached(header) == null) {
            throw new IllegalStateException("a token was forgotten: the run took longer than it lasts");
        }
    }
}
