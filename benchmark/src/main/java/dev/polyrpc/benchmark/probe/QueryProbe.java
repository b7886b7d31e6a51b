package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.Client;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Question;
import dev.polyrpc.benchmark.load.RestRequests;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.load.Templates;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One query over products, their stock, history and returns, beside the parts that it is made of. */
final class QueryProbe implements Probe {
    private static final String QUERY =
            "query Shelf { products(first: %d) { nodes { productId name stock { onHand quarantined } events(last: 5) { position change } returns(last: 5) { returnId state } } } }";
    /** As that, but cheap enough for the gateway to take it for a few hundred. */
    private static final String COUNTED_QUERY =
            "query Shelf { products(first: %d) { nodes { productId name events(last: 1) { position } returns(last: 1) { returnId } } } }";

    private static final String SERVER = "GraphQL";
    private static final String COUNTED = "grpc_server_call_duration_seconds_count";

    private static final int LEARNERS = 8;
    private static final int LEARNING_MS = 40_000;
    private static final int ITEMS = 20;
    private static final int OF_EACH = 5;
    private static final int MOST_OF_A_BATCH = 100;
    private static final int TURNS = 5;
    private static final int WINDOW_MS = 700;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    QueryProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P12");
    }

    @Override
    public boolean wantsContestants() {
        return true;
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        try (Contestant graph = arena.enter(Entries.of(SERVER, Work.LIST))) {
            progress.accept("one query over four sources, to learn by");
            learn(graph);
            List<String> names = new ArrayList<>(List.of("query"));
            List<Rounds.Round> alone = new ArrayList<>();
            alone.add(() -> p50(graph.servers().get(0)));
            parts(graph).forEach((name, part) -> {
                names.add(name);
                alone.add(() -> p50(part));
            });
            progress.accept("one query over four sources, and each of its calls alone");
            List<Figure> figures = rounds.interleaved(TURNS, alone);
            int slowest = IntStream.range(1, figures.size())
                    .boxed()
                    .max(Comparator.comparingDouble(part -> figures.get(part).median()))
                    .orElseThrow();
            return List.of(
                    new Reading(
                            "P12", "query-p50", "20 products with stock, history and returns", "us", figures.get(0)),
                    new Reading(
                            "P12",
                            "slowest-rpc-p50",
                            names.get(slowest) + " alone, the slowest of its calls",
                            "us",
                            figures.get(slowest)),
                    new Reading("P12", "rpcs-1", "calls behind a query for 1 product", "calls", calls(graph, 1)),
                    new Reading(
                            "P12",
                            "rpcs-100",
                            "calls behind a query for 100, as many as a batch of the contract takes",
                            "calls",
                            calls(graph, MOST_OF_A_BATCH)),
                    new Reading(
                            "P12",
                            "rpcs-200",
                            "calls behind a query for 200: two batches of each kind",
                            "calls",
                            calls(graph, 2 * MOST_OF_A_BATCH)));
        } finally {
            arena.retire(SERVER); // three processes, of which the probes that follow need none
        }
    }

    /** So that it is compiled what runs: in a gateway and services alike, as the query makes every call. */
    private void learn(Contestant graph) throws IOException, InterruptedException {
        try (SocketClient client = client(graph.servers().get(0), QUERY, ITEMS, LEARNERS)) {
            Windows.settle(new ClosedLoad(client, LEARNERS), LEARNING_MS);
        }
    }

    /** Opens a client, which closes its connection. */
    private interface Opening {
        Client open() throws IOException;
    }

    /** What the query makes of the services, by name. */
    private Map<String, Opening> parts(Contestant graph) {
        ChildProcess product = graph.servers().get(1);
        ChildProcess returns = graph.servers().get(2);
        List<String> productIds =
                IntStream.range(0, ITEMS).mapToObj(SampleMessages::productId).toList();
        var page = ListProductsRequest.newBuilder().setPageSize(ITEMS).build();
        var events = BatchListInventoryEventsRequest.newBuilder()
                .addAllProductIds(productIds)
                .setLimit(OF_EACH)
                .build();
        var ofProducts = BatchListReturnsRequest.newBuilder()
                .addAllProductIds(productIds)
                .setLimit(OF_EACH)
                .build();
        Map<String, Opening> parts = new LinkedHashMap<>();
        parts.put(
                "ListProducts",
                () -> part(
                        product,
                        "product-mgmt",
                        new Question<>(ProductMgmtServiceGrpc.getListProductsMethod(), random -> page)));
        parts.put(
                "BatchListInventoryEvents",
                () -> part(
                        product,
                        "product-mgmt",
                        new Question<>(ProductMgmtServiceGrpc.getBatchListInventoryEventsMethod(), random -> events)));
        parts.put(
                "BatchListReturns",
                () -> part(
                        returns,
                        "return",
                        new Question<>(ReturnServiceGrpc.getBatchListReturnsMethod(), random -> ofProducts)));
        return parts;
    }

    private Client part(ChildProcess service, String name, Question<?, ?> question) throws IOException {
        return new GrpcClient<>(
                Connections.mutualTls(service.port("grpc"), name, 1, workshop.certificates()),
                Callers.of(List.of(workshop.tokens().auditor(name))),
                question);
    }

    /** One query at a time. */
    private double p50(ChildProcess gateway) throws IOException, InterruptedException {
        try (SocketClient client = client(gateway, QUERY, ITEMS, 1)) {
            return p50(new ClosedLoad(client, 1));
        }
    }

    private static double p50(Opening part) throws IOException, InterruptedException {
        try (Client client = part.open()) {
            return p50(new ClosedLoad(client, 1));
        }
    }

    private static double p50(Load load) throws IOException, InterruptedException {
        return Windows.of(load, WINDOW_MS / 2, WINDOW_MS).p50();
    }

    /** What the services behind the gateway count, by one query. */
    private Figure calls(Contestant graph, int products) throws IOException, InterruptedException {
        List<ChildProcess> behind = graph.servers().subList(1, graph.servers().size());
        double before = counted(behind);
        try (SocketClient client = client(graph.servers().get(0), COUNTED_QUERY, products, 1)) {
            Load load = new ClosedLoad(client, 1);
            CompletableFuture<Void> failure = load.begin().toCompletableFuture();
            load.end();
            failure.getNow(null); // throws where the query was refused: nothing would have been counted
        }
        return Figure.of(counted(behind) - before);
    }

    private SocketClient client(ChildProcess gateway, String query, int products, int connections)
            throws IOException, InterruptedException {
        String body = GraphqlRequests.body(query.formatted(products), "{}");
        String token = workshop.tokens().queries(1).get(0);
        byte[] request = RestRequests.post("/graphql", "authorization: Bearer " + token + "\r\n", body)
                .getBytes(StandardCharsets.US_ASCII);
        return new SocketClient(
                Sockets.to(gateway.port("https"), Security.TLS, workshop.certificates()),
                connections,
                Templates.of(List.of(request), 1),
                new HttpAnswers());
    }

    private static double counted(List<ChildProcess> services) throws IOException, InterruptedException {
        double sum = 0;
        for (ChildProcess service : services) {
            sum += Metrics.sum(service, COUNTED);
        }
        return sum;
    }
}
