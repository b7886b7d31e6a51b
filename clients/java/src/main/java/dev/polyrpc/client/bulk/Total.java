package dev.polyrpc.client.bulk;

import dev.polyrpc.client.output.Output;

/** What became of the lines of one file, as far as it is known. */
public interface Total {
    /** Whether nothing is known of any line. */
    boolean isEmpty();

    /** Shows it. */
    void show(Output output);

    /** What the program ends with: 1 when a line was refused. */
    int exitCode();
}
