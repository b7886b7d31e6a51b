package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Others;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Figures of some rounds; one more runs first and does not count. */
final class Rounds {
    private final Others others;

    /** Tells of those that others disturbed. */
    Rounds(Others others) {
        this.others = others;
    }

    /** Measures once. */
    @FunctionalInterface
    interface Round {
        double run() throws IOException, InterruptedException;

        /** Ends what was started, once it has been looked whether others disturbed. */
        default void close() {}
    }

    Figure of(int rounds, Round round) throws IOException, InterruptedException {
        return interleaved(rounds, List.of(round)).get(0);
    }

    /** What is compared takes turns, so that a slow minute hits all of it. */
    List<Figure> interleaved(int rounds, List<Round> each) throws IOException, InterruptedException {
        List<Values> values =
                Stream.generate(() -> new Values(rounds)).limit(each.size()).toList();
        for (int n = -1; n < rounds; n++) {
            for (int turn = 0; turn < each.size(); turn++) {
                Others.Look look = others.look();
                double value = each.get(turn).run();
                boolean disturbed = look.disturbed();
                each.get(turn).close();
                if (n >= 0) {
                    values.get(turn).add(n, value, disturbed);
                }
            }
        }
        return values.stream().map(Values::figure).toList();
    }

    private static final class Values {
        private final double[] values;
        private int disturbed;

        Values(int rounds) {
            values = new double[rounds];
        }

        void add(int round, double value, boolean byOthers) {
            values[round] = value;
            disturbed += byOthers ? 1 : 0;
        }

        Figure figure() {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Figure(
                    sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], disturbed > sorted.length / 2);
        }
    }
}
