package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a connection with mutual TLS costs before its first call: none resumes the session of another. */
final class SetupProbe implements Probe {
    private static final String NAME = "setup";
    private static final int TURNS = 5;
    private static final int CONNECTIONS = 40;

    private final Workshop workshop;
    private final Rounds rounds;

    SetupProbe(Workshop workshop, Rounds rounds) {
        this.workshop = workshop;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of(NAME);
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        progress.accept("connections with mutual TLS");
        try (Stack product = workshop.product(NAME, List.of());
                Stack rest = workshop.ladder("setup-rest", Kind.REST)) {
            for (String wire : List.of("grpc", "thrift", "http")) {
                int port = (wire.equals("http") ? rest : product).process().port(wire);
                readings.add(new Reading(
                        "",
                        "setup-" + wire,
                        "a connection with mutual TLS, port for " + wire,
                        "ms",
                        rounds.of(TURNS, () -> millis(port))));
            }
        }
        return readings;
    }

    /** One after the other, until the handshake is through. */
    private double millis(int port) throws IOException, InterruptedException {
        long nanos = 0;
        for (int n = 0; n < CONNECTIONS; n++) {
            try (Sockets sockets = Sockets.to(port, Security.MUTUAL_TLS, workshop.certificates())) {
                long start = System.nanoTime();
                Channel channel = sockets.open(new ChannelInboundHandlerAdapter());
                nanos += System.nanoTime() - start;
                var unused = channel.close().sync();
            }
        }
        return nanos / 1e6 / CONNECTIONS;
    }
}
