package dev.polyrpc.benchmark.stack;

/** What is asked of a server. */
public enum Work {
    /** One product of many, at random: some 100 bytes. */
    GET("get", true, "calls"),
    /** A page of 80 products: some 8 KiB. */
    LIST("list", true, "calls"),
    /** A hundred products by their ids. */
    BATCH_100("batch of 100", true, "calls"),
    /** A change of stock, answered once it is durable. */
    ADJUST("adjust", true, "calls"),
    /** Changes of stock, as many as the reader takes. */
    SERVER_STREAM("server stream", false, "messages"),
    /** Products to import, as many as the server takes. */
    CLIENT_STREAM("client stream", false, "messages"),
    /** Counts of a stocktake, 64 of them without their answer at any time. */
    BIDI("two-way stream", false, "messages");

    /** Products on a page. */
    public static final int PAGE = 80;
    /** Products asked for by their ids. */
    public static final int BATCH = 100;

    private final String text;
    private final boolean unary;
    private final String unit;

    Work(String text, boolean unary, String unit) {
        this.text = text;
        this.unary = unary;
        this.unit = unit;
    }

    /** Whether it is one answer for one question: then there is an open loop too. */
    public boolean unary() {
        return unary;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
