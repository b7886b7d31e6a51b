package dev.polyrpc.benchmark.stack;

/** What a call travels on. */
public enum Wire {
    /** gRPC over HTTP/2. */
    GRPC("gRPC"),
    /** Framed Thrift, compact protocol. */
    THRIFT("Thrift"),
    /** JSON over HTTP/1.1. */
    REST("REST"),
    /** GraphQL over HTTP/1.1, through the gateway. */
    GRAPHQL("GraphQL"),
    /** Bytes that come back as they went: what the machine and its sockets can do at most. */
    ECHO("raw echo");

    private final String text;

    Wire(String text) {
        this.text = text;
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
