package dev.polyrpc.kit.call;

/** What one service may speak to another. */
public enum Wire {
    /** gRPC: many calls over one connection. */
    GRPC,
    /** Thrift: one call at a time over each of several connections. */
    THRIFT
}
