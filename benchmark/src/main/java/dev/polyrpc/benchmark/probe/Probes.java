package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Others;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Workshop;
import java.util.List;

/** All probes there are. */
public final class Probes {
    private Probes() {}

    /** Those that look at the gateway alone. */
    public static List<Probe> ofGateway(Workshop workshop, Arena arena) {
        Rounds rounds = new Rounds(new Others(workshop::processes));
        return List.of(
                new AnchorProbe(workshop, rounds),
                new ByHandProbe(workshop, arena, rounds),
                new QueryProbe(workshop, arena, rounds), // ends the servers of the one before
                new GatewayStartProbe(workshop, rounds));
    }

    /** Those that look at sidecars alone. */
    public static List<Probe> ofSidecars(Workshop workshop, Arena arena) {
        return List.of(new SidecarProbe(workshop, arena, new Rounds(new Others(workshop::processes))));
    }

    /** In the order in which they are best run; each starts and ends what it needs. */
    public static List<Probe> all(Workshop workshop, Arena arena) {
        Rounds rounds = new Rounds(new Others(workshop::processes));
        return List.of(
                new WriteLimits(workshop.folder().resolve("limits"), rounds),
                new StoreWriteProbe(workshop, arena, rounds),
                new BlockingProbe(arena, rounds),
                new StoreProbe(workshop, arena, rounds),
                new AnchorProbe(workshop, rounds),
                new ByHandProbe(workshop, arena, rounds),
                new QueryProbe(workshop, arena, rounds), // ends the servers of the one before
                new FloodProbe(workshop, rounds),
                new NeighbourProbe(workshop, arena, rounds),
                new SubscriberProbe(workshop, arena, rounds),
                new SlowReaderProbe(workshop, arena, rounds),
                new ChainProbe(workshop, arena, rounds),
                new ProductsProbe(workshop, arena, rounds),
                new ConnectionsProbe(workshop, arena, rounds),
                new SidecarProbe(workshop, arena, rounds),
                new SetupProbe(workshop, rounds),
                new GatewayStartProbe(workshop, rounds),
                StartProbe.on17(workshop, rounds),
                StartProbe.on25(workshop, rounds),
                new WarmthProbe(workshop, arena, rounds));
    }
}
