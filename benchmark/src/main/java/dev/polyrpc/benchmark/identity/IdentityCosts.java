package dev.polyrpc.benchmark.identity;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What it costs to know who calls. Immutable. */
public record IdentityCosts(List<Cost> costs) {
    private static final String PRODUCT_MGMT = "product-mgmt";
    private static final String MICROS = "us";

    /** Keeps a copy. */
    public IdentityCosts {
        costs = List.copyOf(costs);
    }

    /** Measures in a few seconds, or in half a minute, against a service and the token service of the workshop. */
    public static IdentityCosts measure(Workshop workshop, Stack service, boolean quick, Consumer<String> progress)
            throws IOException {
        int rounds = quick ? 3 : 5;
        List<Cost> costs = new ArrayList<>();
        Verifying verifying = new Verifying(rounds, 2_000);
        for (Signer signer : Signer.all()) {
            progress.accept("verify " + signer.name());
            costs.addAll(verifying.of(signer));
        }
        progress.accept("handshakes");
        TlsIdentity alice = TlsIdentity.load(workshop.certificates(), "alice");
        costs.add(new Handshakes(alice, PRODUCT_MGMT, service.process().port("grpc")).cost(rounds, quick ? 50 : 200));
        progress.accept("exchanges");
        costs.addAll(new Exchanges(workshop.tokenService(), TlsIdentity.load(workshop.certificates(), "gateway"))
                .costs(rounds, workshop.tokens().forGateway(quick ? 200 : 500)));
        return new IdentityCosts(costs);
    }

    /** All of them; those of the algorithm that our tokens are signed with belong to a goal. */
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("P6", "known-us", "a known token", MICROS, of("verify ES256, known", Cost::elapsed)));
        readings.add(new Reading(
                "P6",
                "first-sight-cpu-us",
                "a token's first sight, CPU",
                MICROS,
                of("verify ES256, first sight", Cost::cpu)));
        for (Cost cost : costs) {
            readings.add(new Reading("", cost.what(), cost.what() + ", one at a time", MICROS, cost.elapsed()));
        }
        return readings;
    }

    private Figure of(String what, Function<Cost, Figure> figure) {
        return costs.stream()
                .filter(cost -> cost.what().equals(what))
                .map(figure)
                .findFirst()
                .orElseThrow();
    }
}
