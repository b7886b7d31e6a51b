package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.RestRequests;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.load.Templates;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One query over products, their stock, history and returns, beside the parts that it is made of. */
final class QueryProbe implements Probe {
    private static final String QUERY =
            "query Shelf { products(first: %d) { nodes { productId name stock { onHand quarantined } events(last: 5) { position change } returns(last: 5) { returnId state } } } }";
    private static final String COUNTED = "grpc_server_call_duration_seconds_count";

    private final Workshop workshop;
    private final Arena arena;

    QueryProbe(Workshop workshop, Arena arena) {
        this.workshop = workshop;
        this.arena = arena;
    }

    @Override
    public List<String> goals() {
        return List.of("P12");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int rounds = quick ? 3 : 7;
        long millis = quick ? 700 : 2_000;
        try (Contestant graph = arena.enter(entry("GraphQL", Work.LIST));
                Contestant rpc = arena.enter(entry("gRPC", Work.BATCH_100))) {
            progress.accept("one query over four sources");
            Figure query = Rounds.of(rounds, () -> p50(graph.servers().get(0), 20, millis));
            progress.accept("the slowest of its calls, alone");
            Load alone = rpc.open(50);
            Figure slowest = Rounds.of(rounds, () -> p50(alone, millis));
            return List.of(
                    new Reading("P12", "query-p50", "20 products with stock, history and returns", "us", query),
                    new Reading("P12", "slowest-rpc-p50", "BatchGetProducts alone", "us", slowest),
                    new Reading("P12", "rpcs-1", "calls behind a query for 1 product", "calls", calls(graph, 1)),
                    new Reading("P12", "rpcs-1000", "calls behind a query for 1,000", "calls", calls(graph, 1_000)));
        }
    }

    /** One query at a time. */
    private double p50(ChildProcess gateway, int products, long millis) throws IOException, InterruptedException {
        try (SocketClient client = client(gateway, products)) {
            return p50(new ClosedLoad(client, 1), millis);
        }
    }

    private static double p50(Load load, long millis) throws InterruptedException {
        var unused = load.begin();
        new CountDownLatch(1).await(millis / 2, TimeUnit.MILLISECONDS);
        load.mark();
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        double p50 = load.mark().latencies().getValueAtPercentile(50) / 1e3;
        load.end();
        return p50;
    }

    /** What the services behind the gateway count, by one query. */
    private Figure calls(Contestant graph, int products) throws IOException, InterruptedException {
        List<ChildProcess> behind = graph.servers().subList(1, graph.servers().size());
        double before = counted(behind);
        try (SocketClient client = client(graph.servers().get(0), products)) {
            Load load = new ClosedLoad(client, 1);
            var unused = load.begin();
            load.end();
        }
        return Figure.of(counted(behind) - before);
    }

    private SocketClient client(ChildProcess gateway, int products) throws IOException, InterruptedException {
        String body = GraphqlRequests.body(QUERY.formatted(products), "{}");
        String token = workshop.tokens().queries(1).get(0);
        byte[] request = RestRequests.post("/graphql", "authorization: Bearer " + token + "\r\n", body)
                .getBytes(StandardCharsets.US_ASCII);
        return new SocketClient(
                Sockets.to(gateway.port("https"), Security.TLS, workshop.certificates()),
                1,
                Templates.of(List.of(request), 1),
                new HttpAnswers());
    }

    private static double counted(List<ChildProcess> services) throws IOException, InterruptedException {
        double sum = 0;
        for (ChildProcess service : services) {
            URI metrics = URI.create("http://localhost:%d/metrics".formatted(service.port("admin")));
            String text = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            sum += text.lines()
                    .filter(line -> line.startsWith(COUNTED))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return sum;
    }

    private static Entry entry(String server, Work work) {
        return Arena.entries().stream()
                .filter(entry -> entry.server().equals(server) && entry.work() == work)
                .findFirst()
                .orElseThrow();
    }
}
