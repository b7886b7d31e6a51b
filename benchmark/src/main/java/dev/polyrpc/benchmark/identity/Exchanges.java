package dev.polyrpc.benchmark.identity;

import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What it costs the gateway to exchange a caller's token for the next hop's. For use by one thread. */
final class Exchanges {
    private static final String AUDIENCE = "product-mgmt.polyrpc.test";
    private static final int LAPS = 100;

    private final URI tokenService;
    private final TlsIdentity gateway;

    Exchanges(URI tokenService, TlsIdentity gateway) {
        this.tokenService = tokenService;
        this.gateway = gateway;
    }

    List<Cost> costs(int rounds, List<String> subjectTokens) throws IOException {
        int calls = subjectTokens.size();
        List<Cost> costs = new ArrayList<>();
        costs.add(Cost.of("exchange, new", rounds, calls, () -> exchangeAll(client(), subjectTokens)));
        TokenClient knowing = client();
        exchangeAll(knowing, subjectTokens);
        costs.add(Cost.of("exchange, known", rounds, calls * LAPS, () -> {
            for (int lap = 0; lap < LAPS; lap++) {
                exchangeAll(knowing, subjectTokens);
            }
        }));
        return costs;
    }

    private TokenClient client() {
        return TokenClient.create(tokenService, "gateway", gateway);
    }

    private static void exchangeAll(TokenClient client, List<String> subjectTokens) {
        for (String token : subjectTokens) {
            client.exchanged(token, AUDIENCE, null).toCompletableFuture().join();
        }
    }
}
