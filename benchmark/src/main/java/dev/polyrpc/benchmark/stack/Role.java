package dev.polyrpc.benchmark.stack;

/** Why a server takes part. */
public enum Role {
    /** What people get from the library alone, or the machine's own limit: answers from memory. */
    FLOOR,
    /** Our domain and database behind the library alone, to read off what each layer costs. */
    LADDER,
    /** What ships. */
    SHIPPED
}
