package dev.polyrpc.sample.outbound.jdbc;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.sample.inbound.thrift.Neighbour;
import org.jspecify.annotations.Nullable;

/** An adapter that knows who calls it, and a module that no service may know. */
public final class Rows {
    /** The other side. */
    public final Neighbour neighbour = new Neighbour();

    /** Not a service's business. */
    public @Nullable Authority authority;
}
