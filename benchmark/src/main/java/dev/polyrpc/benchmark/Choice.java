package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Servers;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of all that can be measured is wanted. Immutable.
 *
 * @param wires none = all
 * @param works none = all; of a quick run those that say most
 */
record Choice(Set<Wire> wires, Set<Work> works, boolean quick) {
    private static final Map<Work, Set<Wire>> OF_QUICK = Map.of(
            Work.GET, Set.of(Wire.ECHO, Wire.GRPC, Wire.THRIFT, Wire.REST),
            Work.ADJUST, Set.of(Wire.GRPC, Wire.THRIFT),
            Work.SERVER_STREAM, Set.of(Wire.GRPC));
    /** Each takes its time to warm, and says the least to who is in a hurry. */
    private static final Set<String> LEFT_OUT = Set.of(Servers.GRPC_DEFAULT, Servers.TUNED, Servers.THRIFT_SELECTOR);

    List<Entry> of(List<Entry> all) {
        return all.stream()
                .filter(entry -> works.isEmpty() || works.contains(entry.work()))
                .filter(entry -> wires.isEmpty() || wires.contains(entry.cell().wire()) || yardstick(entry))
                .filter(entry -> !quick || bothNamed() || says(entry))
                .sorted(Comparator.comparing(Entry::work))
                .toList();
    }

    /** Who names wires and works means all of their servers. */
    private boolean bothNamed() {
        return !wires.isEmpty() && !works.isEmpty();
    }

    private boolean says(Entry entry) {
        Wire wire = entry.cell().wire();
        return entry.role() != Role.LADDER
                && !LEFT_OUT.contains(entry.server())
                && (wire != Wire.GRAPHQL || wires.contains(wire)) // it takes a minute to warm
                && (!works.isEmpty()
                        || (wire == Wire.GRAPHQL && entry.work() == Work.GET)
                        || OF_QUICK.getOrDefault(entry.work(), Set.of()).contains(wire));
    }

    /** What all is compared with is measured in every run. */
    private static boolean yardstick(Entry entry) {
        return entry.server().equals(Servers.BARE);
    }
}
