package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Servers;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What of all that can be measured is wanted. Immutable.
 *
 * @param wires none = all
 * @param works none = all; of a quick run those that say most
 */
record Choice(Set<Wire> wires, Set<Work> works, boolean quick) {
    private static final Set<Work> OF_QUICK = Set.of(Work.GET, Work.LIST, Work.ADJUST, Work.SERVER_STREAM, Work.BIDI);

    List<Entry> of(List<Entry> all) {
        return all.stream()
                .filter(entry -> works.isEmpty() || works.contains(entry.work()))
                .filter(entry -> wires.isEmpty() || wires.contains(entry.cell().wire()) || yardstick(entry))
                .filter(entry -> !quick || !works.isEmpty() || says(entry))
                .sorted(Comparator.comparing(Entry::work))
                .toList();
    }

    private boolean says(Entry entry) {
        return OF_QUICK.contains(entry.work())
                && entry.role() != Role.LADDER
                && (entry.role() == Role.SHIPPED || entry.work() == Work.GET || yardstick(entry));
    }

    /** What all is compared with is measured in every run. */
    private static boolean yardstick(Entry entry) {
        return entry.server().equals(Servers.BARE);
    }
}
