package dev.polyrpc.benchmark.goal;

import static dev.polyrpc.benchmark.goal.Servers.BARE;
import static dev.polyrpc.benchmark.goal.Servers.ECHO;
import static dev.polyrpc.benchmark.goal.Servers.GRPC;
import static dev.polyrpc.benchmark.goal.Servers.GRPC_DEFAULT;
import static dev.polyrpc.benchmark.goal.Servers.REST;
import static dev.polyrpc.benchmark.goal.Servers.THRIFT;
import static dev.polyrpc.benchmark.goal.Servers.THRIFT_POOL;
import static dev.polyrpc.benchmark.goal.Servers.TUNED;
import static dev.polyrpc.benchmark.stack.Work.ADJUST;
import static dev.polyrpc.benchmark.stack.Work.BIDI;
import static dev.polyrpc.benchmark.stack.Work.GET;
import static dev.polyrpc.benchmark.stack.Work.LIST;
import static dev.polyrpc.benchmark.stack.Work.SERVER_STREAM;

import dev.polyrpc.benchmark.goal.Measured.Subject;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures that the project wants to reach, and what a run tells about each. For use by one thread. */
public final class Goals {
    /** The open loop's rate at which latencies are compared. */
    private static final int RATE = 4_000;

    private final Measured measured;
    private final boolean weak;
    private final boolean disturbed;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Run run) {
        this.measured = new Measured(run);
        this.weak = !Yardsticks.faults(run).isEmpty();
        this.disturbed = run.disturbed();
    }

    /** All of them, in the order of their ids. */
    public static List<Goal> of(Run run) {
        Goals all = new Goals(run);
        all.unary();
        all.latencies();
        all.limits();
        all.tokens();
        all.database();
        all.streams();
        all.gateway();
        all.processes();
        all.benchmark(run);
        all.shipped();
        all.sidecars();
        return List.copyOf(all.goals);
    }

    private void unary() {
        most("P1", "get: server CPU to bare gRPC", 1.15, cpu(GRPC, BARE));
        least("P1", "get: calls/s to bare gRPC", 0.90, calls(GRPC, BARE, GET));
        most("P1", "get: allocation to bare gRPC", 1.15, ratio(GRPC, BARE, GET, Metric.ALLOCATED));
        least("P2", "get: bare Thrift's server CPU to ours", 1.3, cpu(THRIFT_POOL, GRPC));
        least("P2", "get: bare REST's server CPU to ours", 1.6, cpu(REST, GRPC));
        least("P2", "get: shipped-default gRPC's server CPU to ours", 4, cpu(GRPC_DEFAULT, GRPC));
    }

    private void latencies() {
        stretch("P3", "get at 4,000/s: p50 to Thrift's", false, 1.0, open(Metric.P50));
        stretch("P3", "get at 4,000/s: p99 to Thrift's", false, 1.0, open(Metric.P99));
        stretch(
                "P3",
                "32 blocking callers: to Thrift's",
                true,
                1.0,
                readings("P3", "blocking-grpc", "blocking-thrift"));
    }

    private void limits() {
        stretch("P5", "get: calls/s to raw echo", true, 0.30, calls(GRPC, ECHO, GET));
        stretch("P5", "list of 8 KiB: calls/s to raw echo", true, 0.6, calls(GRPC, ECHO, LIST));
    }

    private void tokens() {
        most("P6", "a known token, us", 0.35, reading("P6", "known-us"));
        most("P6", "a token's first sight, CPU us", 60, reading("P6", "first-sight-cpu-us"));
        most("P6", "known callers' p99 beside 10,000 new tokens/s", 1.5, readings("P6", "p99-flood", "p99-quiet"));
        least("P7", "chain that exchanges to one without", 0.9, readings("P7", "chain-exchanging", "chain-plain"));
        most("P7", "signatures for one subject a minute, after its first", 1, reading("P7", "signatures"));
    }

    private void database() {
        least("P8", "reads: database to memory", 0.85, readings("P8", "database-reads", "memory-reads"));
        most("P8", "page of 80: database to memory", 1.2, readings("P8", "page-database-us", "page-memory-us"));
        least("P9", "adjust: to the raw grouped limit", 0.8, adjust("grouped-limit"));
        least("P9", "adjust: to one commit for each", 5, adjust("single-limit"));
    }

    private void streams() {
        least("P11", "server stream: messages/s to bare", 0.95, calls(GRPC, BARE, SERVER_STREAM));
        least("P11", "server stream: messages/s to get's calls/s", 7, toGet(SERVER_STREAM));
        least("P11", "two-way stream: messages/s to get's calls/s", 2, toGet(BIDI));
        most("P11", "a reader 100 times too slow: heap, MiB", 1, reading("P11", "slow-reader-mib"));
        least("P11", "1,000 subscribers: deliveries/s", 500_000, reading("P11", "deliveries"));
        most("P12", "gateway: query's p50 to its slowest call", 1.5, readings("P12", "query-p50", "slowest-rpc-p50"));
        most("P12", "gateway: calls for 100 items (a batch) to those for 1", 1, readings("P12", "rpcs-100", "rpcs-1"));
    }

    private void gateway() {
        anchor("{ __typename }: CPU to vertx-web-graphql", 1.0, "typename-gateway", "typename-vertx");
        anchor("{ __typename }: CPU to armeria-graphql", 0.6, "typename-gateway", "typename-armeria");
        anchor("50 returns from memory: CPU to vertx-web-graphql", 1.0, "returns-gateway", "returns-vertx");
        anchor("50 returns from memory: CPU to armeria-graphql", 1.0, "returns-gateway", "returns-armeria");
        anchor("50 returns over gRPC: CPU to one written by hand", 3, "grpc-gateway", "grpc-by-hand");
        most("P12", "gateway: exec to first answer, s", 1.5, reading("P12", "first-answer"));
        most("P12", "gateway: jars, MiB", 30, reading("P12", "jars-mib"));
    }

    private void anchor(String what, double wanted, String ours, String anchor) {
        most("P12", "gateway: " + what, wanted, readings("P12", ours, anchor));
    }

    private void processes() {
        stretch(
                "P13",
                "peak beside 10,000 idle connections to that without",
                true,
                0.9,
                reading("P13", "connections-ratio"));
        stretch("P13", "peak with 1 M products to that with 1,000", true, 0.9, reading("P13", "products-ratio"));
        stretch("P13", "an idle connection, kB", false, 40, reading("P13", "idle-connection-kb"));
        stretch("P14", "exec to first answer on 17 with CDS, s", false, 1, reading("P14", "first-answer-17"));
        stretch("P14", "exec to first answer on 25 with AOT, s", false, 0.5, reading("P14", "first-answer-25"));
        stretch("P14", "rate after 2 s to the steady one", true, 0.8, reading("P14", "after-2s-ratio"));
    }

    /** Of the benchmark itself: how long all wires take, and whether equal runs agree. */
    private void benchmark(Run run) {
        Optional<Figure> minutes =
                Optional.ofNullable(run.seconds().get(GET.toString())).map(seconds -> Figure.of(seconds / 60));
        most("P17", "all wires: minutes for get", 10, minutes);
        Optional<Figure> spread = measured.forks(new Subject(BARE, GET), Metric.SERVER_CPU)
                .map(figure -> new Figure(figure.spread(), figure.spread(), figure.spread(), figure.disturbed()));
        most("P17", "new processes of bare gRPC agree within", Goal.NOISE, spread);
    }

    private void shipped() {
        least("P18", "get: default flags to tuned ones, calls/s", 0.95, calls(GRPC, TUNED, GET));
        most("P18", "p99 of others beside a blocking handler", 1.05, reading("P18", "neighbours-p99-ratio"));
    }

    private void sidecars() {
        stretch("P19", "get through one sidecar: CPU of all servers, us", false, 80, reading("P19", "cpu-one"));
        stretch("P19", "get through two sidecars: CPU of all servers, us", false, 150, reading("P19", "cpu-two"));
        stretch("P19", "get by gRPC-Web at the edge: CPU of all servers, us", false, 300, reading("P19", "cpu-web"));
        stretch("P19", "get by REST at the edge: CPU of all servers, us", false, 400, reading("P19", "cpu-rest"));
        stretch("P19", "one sidecar at 1,000/s: added p50, us", false, 500, reading("P19", "added-p50-one"));
        stretch("P19", "two sidecars at 1,000/s: added p50, us", false, 800, reading("P19", "added-p50-two"));
        stretch("P19", "REST at the edge at 1,000/s: added p50, us", false, 1_000, reading("P19", "added-p50-rest"));
    }

    private Optional<Figure> cpu(String one, String other) {
        return ratio(one, other, GET, Metric.SERVER_CPU);
    }

    private Optional<Figure> calls(String one, String other, Work work) {
        return ratio(one, other, work, Metric.PER_SECOND);
    }

    private Optional<Figure> ratio(String one, String other, Work work, Metric metric) {
        return measured.ratio(new Subject(one, work), new Subject(other, work), metric)
                .map(this::unlessWeak);
    }

    private Optional<Figure> open(Metric metric) {
        return measured.ratio(new Subject(GRPC, GET), new Subject(THRIFT, GET), metric, Mode.RATE, RATE)
                .map(this::unlessWeak);
    }

    private Optional<Figure> toGet(Work work) {
        return measured.ratio(new Subject(GRPC, work), new Subject(GRPC, GET), Metric.PER_SECOND, Mode.PEAK, 0)
                .map(this::unlessWeak);
    }

    private Optional<Figure> adjust(String limit) {
        return Measured.both(
                        measured.peak(new Subject(GRPC, ADJUST), Metric.PER_SECOND),
                        measured.reading("P9", limit),
                        Figure::to)
                .map(this::unlessWeak);
    }

    private Optional<Figure> reading(String goal, String id) {
        return measured.reading(goal, id);
    }

    private Optional<Figure> readings(String goal, String id, String other) {
        return measured.readings(goal, id, other);
    }

    /** A weak yardstick voids what was measured beside it, too: whatever made it slow was there. */
    private Figure unlessWeak(Figure figure) {
        return weak ? new Figure(figure.median(), figure.least(), figure.most(), true) : figure;
    }

    private void least(String id, String what, double wanted, Optional<Figure> figure) {
        add(id, what, true, wanted, false, figure);
    }

    private void most(String id, String what, double wanted, Optional<Figure> figure) {
        add(id, what, false, wanted, false, figure);
    }

    private void stretch(String id, String what, boolean atLeast, double wanted, Optional<Figure> figure) {
        add(id, what, atLeast, wanted, true, figure);
    }

    private void add(String id, String what, boolean atLeast, double wanted, boolean stretch, Optional<Figure> figure) {
        Verdict verdict = figure.map(found -> disturbed ? Verdict.VOID : Goal.judge(found, atLeast, wanted))
                .orElse(Verdict.NOT_MEASURED);
        goals.add(new Goal(id, what, atLeast, wanted, stretch, figure.orElse(null), verdict));
    }
}
