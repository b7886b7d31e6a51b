package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.call.Wire;
import java.util.function.BooleanSupplier;

/**
 * One backend as this process sees it. Safe for use by many threads.
 *
 * @param name its name, as failures bear it
 * @param wire what it is called over
 * @param ready whether there is a connection now
 * @param recent what became of the calls to it
 */
public record BackendView(String name, Wire wire, BooleanSupplier ready, RecentCalls recent) {}
