package dev.polyrpc.sample.inbound.grpc;

import dev.polyrpc.sample.Root;
import dev.polyrpc.sample.inbound.thrift.Neighbour;
import dev.polyrpc.sample.outbound.jdbc.Rows;

/** An adapter that reaches for everything. */
public final class Reaching {
    /** The other side. */
    public final Rows rows = new Rows();

    /** The adapter beside it. */
    public final Neighbour neighbour = new Neighbour();

    /** The wiring. */
    public final Root root = new Root();
}
