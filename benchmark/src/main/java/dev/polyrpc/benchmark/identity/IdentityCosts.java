package dev.polyrpc.benchmark.identity;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.report.Goal;
import dev.polyrpc.benchmark.report.Table;
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

    /** Keeps a copy. */
    public IdentityCosts {
        costs = List.copyOf(costs);
    }

    /** Measures in a few seconds, or in half a minute, against a service and the token service of the workshop. */
    public static IdentityCosts measure(Workshop workshop, Stack service, boolean quick, Consumer<String> progress)
            throws IOException {
        int rounds = quick ? 3 : 7;
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

    /** The figures to reach, of the algorithm that our tokens are signed with. */
    public List<Goal> goals() {
        return List.of(
                new Goal("P6", "a known token, us", false, 0.35, of("verify ES256, known", Cost::elapsed)),
                new Goal("P6", "a token's first sight, CPU us", false, 60, of("verify ES256, first sight", Cost::cpu)));
    }

    /** The table for people. */
    public String table() {
        Table table = new Table("identity, one at a time", "us", "rounds", "CPU us here");
        for (Cost cost : costs) {
            Figure elapsed = cost.elapsed();
            table.row(
                    cost.what(),
                    text(elapsed.median()),
                    text(elapsed.least()) + " to " + text(elapsed.most()),
                    text(cost.cpu().median()));
        }
        return table.toString();
    }

    private Figure of(String what, Function<Cost, Figure> figure) {
        return costs.stream()
                .filter(cost -> cost.what().equals(what))
                .map(figure)
                .findFirst()
                .orElseThrow();
    }

    private static String text(double micros) {
        return (micros < 10 ? "%.2f" : "%,.0f").formatted(micros);
    }
}
