package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.server.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes part. Immutable.
 *
 * @param works what it can do
 * @param kind of the benchmark's own program; null: a program that ships
 */
record Competitor(
        String name,
        Role role,
        Cell cell,
        Set<Work> works,
        @Nullable Kind kind) {
    /** What ships, with the flags that the floors have. */
    static final String TUNED = "gRPC, tuned flags";

    private static final Set<Work> READS = EnumSet.of(Work.GET, Work.LIST, Work.BATCH_100);
    private static final Set<Work> FEW = EnumSet.of(Work.GET, Work.LIST);
    private static final Set<Work> UNARY = EnumSet.of(Work.GET, Work.LIST, Work.BATCH_100, Work.ADJUST);
    private static final Set<Work> STREAMS = EnumSet.of(Work.SERVER_STREAM, Work.CLIENT_STREAM, Work.BIDI);

    /** All of them: floors first, then wire by wire from plaintext up. */
    static List<Competitor> all() {
        List<Competitor> all = new ArrayList<>(List.of(
                floor("raw echo", Wire.ECHO, Kind.ECHO, EnumSet.of(Work.GET, Work.LIST)),
                floor("bare gRPC", Wire.GRPC, Kind.GRPC, and(READS, STREAMS)),
                floor("shipped-default gRPC", Wire.GRPC, Kind.GRPC_DEFAULT, EnumSet.of(Work.GET)),
                floor("bare Thrift, thread pool", Wire.THRIFT, Kind.THRIFT_POOL, READS),
                floor("bare Thrift, threaded selector", Wire.THRIFT, Kind.THRIFT_SELECTOR, EnumSet.of(Work.GET)),
                floor("bare REST", Wire.REST, Kind.REST, READS)));
        ladder(all, Wire.GRPC, Kind.GRPC, Security.MUTUAL_TLS);
        all.add(new Competitor("gRPC", Role.SHIPPED, new Cell(Wire.GRPC, Security.TOKEN), and(UNARY, STREAMS), null));
        all.add(new Competitor(TUNED, Role.SHIPPED, new Cell(Wire.GRPC, Security.TOKEN), EnumSet.of(Work.GET), null));
        ladder(all, Wire.THRIFT, Kind.THRIFT_POOL, Security.MUTUAL_TLS);
        all.add(new Competitor(
                "Thrift", Role.SHIPPED, new Cell(Wire.THRIFT, Security.TOKEN), and(UNARY, STREAMS), null));
        ladder(all, Wire.REST, Kind.REST, Security.TOKEN);
        all.add(new Competitor(
                "GraphQL",
                Role.SHIPPED,
                new Cell(Wire.GRAPHQL, Security.TOKEN),
                EnumSet.of(Work.GET, Work.LIST, Work.ADJUST),
                null));
        return List.copyOf(all);
    }

    List<Entry> entries() {
        return works.stream().map(work -> new Entry(name, role, cell, work)).toList();
    }

    private static Competitor floor(String name, Wire wire, Kind kind, Set<Work> works) {
        return new Competitor(name, Role.FLOOR, new Cell(wire, Security.PLAINTEXT), works, kind);
    }

    /** A server for each step from plaintext to the last. What mutual TLS adds to TLS is paid once a connection: reads show it. */
    private static void ladder(List<Competitor> all, Wire wire, Kind kind, Security last) {
        for (Security security : EnumSet.range(Security.PLAINTEXT, last)) {
            all.add(new Competitor(
                    "%s ladder, %s".formatted(wire, security),
                    Role.LADDER,
                    new Cell(wire, security),
                    security == Security.TLS ? FEW : UNARY,
                    kind));
        }
    }

    private static Set<Work> and(Set<Work> some, Set<Work> more) {
        EnumSet<Work> both = EnumSet.copyOf(some);
        both.addAll(more);
        return both;
    }
}
