package dev.polyrpc.client.bulk;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Refusal;

/** Work on a whole file that tells what it came to, also where it ends half-way. */
public final class FileWork {
    private FileWork() {}

    /** Does the work, and answers what the program ends with. */
    public static int run(Output output, Total total, Work work) throws Exception {
        try {
            work.run();
        } catch (Exception e) {
            if (!total.isEmpty() || Refusal.of(e).isUnreachable()) {
                total.show(output);
                output.note("not all lines were answered; run it again: nothing is doubled");
            }
            throw e;
        }
        total.show(output);
        return total.exitCode();
    }

    /** What is done with the file. */
    @FunctionalInterface
    public interface Work {
        /** Does it, or throws what kept it from the end. */
        void run() throws Exception;
    }
}
