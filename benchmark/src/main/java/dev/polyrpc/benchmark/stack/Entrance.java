package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.Client;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.EchoAnswers;
import dev.polyrpc.benchmark.load.EchoLoad;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.ImportLoad;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.load.Requests;
import dev.polyrpc.benchmark.load.RestRequests;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.load.StocktakeLoad;
import dev.polyrpc.benchmark.load.ThriftAnswers;
import dev.polyrpc.benchmark.load.ThriftBatches;
import dev.polyrpc.benchmark.load.ThriftRequests;
import dev.polyrpc.benchmark.load.WatchLoad;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Connects a load to a server that runs. For use by one thread. */
final class Entrance {
    private static final int SMALL_BYTES = 99; // as the answer to GetProduct
    private static final int LARGE_BYTES = 8 * 1024;

    /** A feed keeps a few more than these in memory. */
    private static final int IN_MEMORY = 8_000;

    private static final Set<Work> WRITES = EnumSet.of(Work.ADJUST, Work.CLIENT_STREAM, Work.BIDI);

    private final Workshop workshop;
    private final Scale scale;

    Entrance(Workshop workshop, Scale scale) {
        this.workshop = workshop;
        this.scale = scale;
    }

    Contestant connect(Entry entry, List<ChildProcess> servers) throws IOException, InterruptedException {
        ChildProcess server = servers.get(0);
        if (!entry.work().unary()) {
            return entry.cell().wire() == Wire.THRIFT ? lists(entry, server) : stream(entry, server);
        }
        Client client = client(entry, server);
        if (entry.cell().wire() == Wire.ECHO) {
            Sockets sockets = sockets(entry, server, "echo");
            Load load = new EchoLoad(sockets, scale.connections(), scale.inFlight(), bytes(entry));
            return new Unary(entry, servers, client, load, sockets::close);
        }
        return new Unary(entry, servers, client, new ClosedLoad(client, scale.inFlight()), () -> {});
    }

    private Client client(Entry entry, ChildProcess server) throws IOException, InterruptedException {
        return switch (entry.cell().wire()) {
            case GRPC ->
                new GrpcClient<>(
                        connections(entry, server),
                        Callers.of(tokens(entry)),
                        GrpcQuestions.of(entry.work(), scale.products()));
            case REST ->
                new SocketClient(
                        sockets(entry, server, "http"),
                        scale.inFlight(),
                        RestRequests.of(entry.work(), scale.products(), tokens(entry)),
                        new HttpAnswers());
            case ECHO -> {
                int bytes = bytes(entry);
                yield new SocketClient(
                        sockets(entry, server, "echo"),
                        scale.inFlight(),
                        out -> out.writeZero(bytes),
                        new EchoAnswers(bytes));
            }
            case THRIFT ->
                new SocketClient(
                        sockets(entry, server, "thrift"),
                        scale.inFlight(),
                        ThriftRequests.of(entry.work(), scale.products(), tokens(entry)),
                        new ThriftAnswers());
            case GRAPHQL ->
                new SocketClient(
                        sockets(entry, server, "https"),
                        scale.inFlight(),
                        GraphqlRequests.of(entry.work(), scale.products(), tokens(entry)),
                        new HttpAnswers());
        };
    }

    /** Over Thrift, which has no streams: a list of items or a poll on each connection at a time. */
    private Contestant lists(Entry entry, ChildProcess server) throws IOException, InterruptedException {
        List<String> tokens = tokens(entry);
        int items = entry.work() == Work.BIDI ? scale.inFlight() / scale.connections() : ThriftBatches.ITEMS;
        int messages = entry.work() == Work.SERVER_STREAM ? ThriftBatches.POLLED : items;
        Requests requests;
        try (Connections connections = connections(entry, server)) {
            requests = switch (entry.work()) {
                case SERVER_STREAM -> {
                    Catalogue catalogue = catalogue(connections);
                    catalogue.adjust(IN_MEMORY);
                    yield ThriftBatches.watches(catalogue.newest() - IN_MEMORY, tokens);
                }
                case CLIENT_STREAM -> ThriftBatches.imports(scale.products(), tokens);
                case BIDI -> ThriftBatches.counts(stocks(entry, connections), 0, items, tokens);
                case GET, LIST, BATCH_100, ADJUST ->
                    throw new IllegalArgumentException("%s (expected: a stream)".formatted(entry));
            };
        }
        Client client =
                new SocketClient(sockets(entry, server, "thrift"), scale.connections(), requests, new ThriftAnswers());
        Load load = new ClosedLoad(client, scale.connections(), messages);
        return new Unary(entry, List.of(server), client, load, () -> {});
    }

    private Contestant stream(Entry entry, ChildProcess server) throws IOException, InterruptedException {
        Connections connections = connections(entry, server);
        Callers callers = Callers.of(tokens(entry));
        Load load = switch (entry.work()) {
            case SERVER_STREAM -> watch(entry, connections, callers);
            case CLIENT_STREAM -> new ImportLoad(connections, callers, scale.products());
            case BIDI -> new StocktakeLoad(connections, callers, stocks(entry, connections));
            case GET, LIST, BATCH_100, ADJUST ->
                throw new IllegalArgumentException("%s (expected: a stream)".formatted(entry));
        };
        return new Streaming(entry, List.of(server), connections, load);
    }

    /** Of the events that a service keeps in memory; of one that has none, of what it makes up. */
    private Load watch(Entry entry, Connections connections, Callers callers) throws IOException, InterruptedException {
        if (entry.role() == Role.FLOOR) {
            return new WatchLoad(connections, callers, 0, Long.MAX_VALUE);
        }
        Catalogue catalogue = catalogue(connections);
        catalogue.adjust(IN_MEMORY);
        long newest = catalogue.newest();
        return new WatchLoad(connections, callers, newest - IN_MEMORY, newest);
    }

    private List<Stock> stocks(Entry entry, Connections connections) throws IOException {
        return entry.role() == Role.FLOOR
                ? Collections.nCopies(scale.inFlight(), Stock.getDefaultInstance())
                : catalogue(connections).stocks(scale.inFlight());
    }

    private Catalogue catalogue(Connections connections) throws IOException {
        return new Catalogue(connections, workshop.tokens().writer(), scale.products());
    }

    private Connections connections(Entry entry, ChildProcess server) throws IOException {
        return Connections.to(
                server.port("grpc"),
                entry.cell().security(),
                scale.connections(),
                NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW,
                workshop.certificates());
    }

    private Sockets sockets(Entry entry, ChildProcess server, String port) throws IOException {
        return Sockets.to(server.port(port), entry.cell().security(), workshop.certificates());
    }

    private List<String> tokens(Entry entry) throws IOException {
        if (entry.cell().security() != Security.TOKEN) {
            return List.of();
        }
        if (entry.cell().wire() == Wire.GRAPHQL) {
            return entry.work() == Work.ADJUST
                    ? workshop.tokens().writersForGateway(scale.subjects())
                    : workshop.tokens().forGateway(scale.subjects());
        }
        return WRITES.contains(entry.work())
                ? workshop.tokens().writers(scale.subjects())
                : workshop.tokens().readers(scale.subjects());
    }

    private static int bytes(Entry entry) {
        return entry.work() == Work.LIST ? LARGE_BYTES : SMALL_BYTES;
    }

    /** A contestant of a unary work. */
    private record Unary(Entry entry, List<ChildProcess> servers, Client client, Load load, Runnable closer)
            implements Contestant {
        @Override
        public Load open(int perSecond) {
            return new OpenLoad(client, perSecond);
        }

        @Override
        public void close() {
            client.close();
            closer.run();
        }
    }

    /** A contestant of a stream. */
    private record Streaming(Entry entry, List<ChildProcess> servers, Connections connections, Load load)
            implements Contestant {
        @Override
        public Load open(int perSecond) {
            throw new IllegalStateException("%s (expected: a unary work)".formatted(entry));
        }

        @Override
        public void close() {
            connections.close();
        }
    }
}
