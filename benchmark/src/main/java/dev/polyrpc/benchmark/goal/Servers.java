package dev.polyrpc.benchmark.goal;

import java.util.Set;

/** What the servers that goals speak of are called. */
public final class Servers {
    /** The yardstick: tuned grpc-java and nothing else. */
    public static final String BARE = "bare gRPC";
    /** What ships. */
    public static final String GRPC = "gRPC";
    /** What ships, over Thrift. */
    public static final String THRIFT = "Thrift";

    /** grpc-java as it comes. */
    public static final String GRPC_DEFAULT = "shipped-default gRPC";
    /** What ships, with the flags that the floors have. */
    public static final String TUNED = "gRPC, tuned flags";
    /** libthrift's server for many connections. */
    public static final String THRIFT_SELECTOR = "bare Thrift, threaded selector";

    static final String ECHO = "raw echo";
    static final String THRIFT_POOL = "bare Thrift, thread pool";
    static final String REST = "bare REST";

    /** Those that the most important goals compare: each round of a full run in new processes. */
    public static final Set<String> OF_RECORD = Set.of(BARE, GRPC, THRIFT_POOL, REST);

    private Servers() {}
}
