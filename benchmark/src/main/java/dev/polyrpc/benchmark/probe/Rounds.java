package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Figure;
import java.io.IOException;
import java.util.Arrays;

/** A figure of some rounds; one more runs first and does not count. */
final class Rounds {
    private Rounds() {}

    /** Measures once. */
    interface Round {
        double run() throws IOException, InterruptedException;
    }

    static Figure of(int rounds, Round round) throws IOException, InterruptedException {
        double[] values = new double[rounds];
        for (int n = -1; n < rounds; n++) {
            double value = round.run();
            if (n >= 0) {
                values[n] = value;
            }
        }
        return of(values);
    }

    static Figure of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figure(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], false);
    }
}
