package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Guard;
import java.util.Map;
import java.util.Set;

/**
 * What all calls of a port share. Safe for use by many threads.
 *
 * @param methods by their name in a message
 * @param blocking the names of those whose handlers wait
 */
record Serving(
        Map<String, ServedMethod> methods,
        Set<String> blocking,
        Guard guard,
        CallPool pool,
        ServerMetrics metrics,
        OpenConnections connections,
        WaitTimer.Limits waits) {}
