package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.tls.PeerPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What all calls of a port share. Safe for use by many threads.
 *
 * @param methods by their name in a message
 * @param blocking the names of those whose handlers wait
 * @param limit the longest that a call may take
 */
record Serving(
        Map<String, ServedMethod> methods,
        Set<String> blocking,
        TokenVerifier verifier,
        PeerPolicy peers,
        AccessLog accessLog,
        Duration limit,
        CallPool pool,
        ServerMetrics metrics,
        OpenConnections connections,
        Patience.Limits patience) {}
