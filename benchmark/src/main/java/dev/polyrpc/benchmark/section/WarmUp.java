package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.time.Duration;

/**
 * How long servers work at full load before they count: until their CPU time for a call falls no more, with their rows in
 * memory and each caller's token known. Immutable.
 *
 * @param floor of a library alone over gRPC; half of it over other wires, which settle sooner
 * @param ladder of our domain behind a library
 * @param shipped of what ships; two thirds of it over Thrift, which settles sooner
 * @param gateway of what ships over GraphQL, which has three processes to warm and a token to exchange for each caller
 * @param further by this it is shorter for another work of a server that is warm: its threads, caches and libraries are
 */
public record WarmUp(Duration floor, Duration ladder, Duration shipped, Duration gateway, int further) {
    private static final Duration ECHO = Duration.ofSeconds(1);

    private static final int KNOWN = 8;

    /** Before the first work of a server that has just started. */
    public Duration first(Entry entry) {
        return switch (entry.cell().wire()) {
            case ECHO -> ECHO;
            case GRAPHQL -> gateway;
            case GRPC, THRIFT, REST -> of(entry.role(), entry.cell().wire());
        };
    }

    /** Before another work of a server that has worked; a page over gRPC on the ladder takes as long as if it had not. */
    public Duration further(Entry entry) {
        return isPageOnLadder(entry) ? first(entry) : first(entry).dividedBy(further);
    }

    private static boolean isPageOnLadder(Entry entry) {
        return entry.role() == Role.LADDER && entry.cell().wire() == Wire.GRPC && entry.work() == Work.LIST;
    }

    /** Until new tokens of a warm server's callers are known. */
    public Duration known(Entry entry) {
        return first(entry).dividedBy(KNOWN);
    }

    private Duration of(Role role, Wire wire) {
        return switch (role) {
            case FLOOR -> wire == Wire.GRPC ? floor : floor.dividedBy(2);
            case LADDER -> ladder;
            case SHIPPED -> wire == Wire.THRIFT ? shipped.multipliedBy(2).dividedBy(3) : shipped;
        };
    }
}
