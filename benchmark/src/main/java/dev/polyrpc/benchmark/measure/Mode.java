package dev.polyrpc.benchmark.measure;

/** How a server is given its work. */
public enum Mode {
    /** Closed loop: as fast as it answers. */
    PEAK("peak"),
    /** As that, each round in new processes. */
    FORKS("new processes"),
    /** Open loop: calls begin at a fixed rate, whatever became of those before. */
    RATE("fixed rate"),
    /** Open loop at half of the server's own peak. */
    HALF("half of its peak");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
