package dev.polyrpc.benchmark.server;

/** How a server of the benchmark serves. */
public enum Kind {
    /** grpc-java, tuned: one event loop, handlers that do not wait on it. */
    GRPC,
    /** The same, over products that it reads once from its database. */
    GRPC_MEMORY,
    /** grpc-java as people get it: its own loops, its own pool. */
    GRPC_DEFAULT,
    /** The same, in front of another one: it asks that for its callers, in their name where they have one. */
    RELAY,
    /** libthrift with a thread for each connection. */
    THRIFT_POOL,
    /** libthrift with selectors and a pool behind them. */
    THRIFT_SELECTOR,
    /** A small Vert.x handler that reads and writes JSON. */
    REST,
    /** The gateway as it ships, over returns and products in its memory. */
    GRAPHQL_MEMORY,
    /** vertx-web-graphql over the same. */
    GRAPHQL_VERTX,
    /** armeria-graphql over the same. */
    GRAPHQL_ARMERIA,
    /** One page of returns with their products over both services, written by hand. */
    GRAPHQL_BY_HAND,
    /** Sends back what comes. */
    ECHO
}
