package dev.polyrpc.benchmark.load;

import java.util.concurrent.CompletionStage;

/** Work that a server is given without a pause until told to stop. For use by one thread at a time. */
public interface Load {
    /** Begins; what fails later fails the stage, which completes in no other way. */
    CompletionStage<Void> begin();

    /** What was done since the mark before. */
    Tally mark();

    /** Begins nothing more, and waits until nothing is under way. */
    void end() throws InterruptedException;
}
