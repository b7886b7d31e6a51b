package dev.polyrpc.benchmark.goal;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Finds in a run what goals are made of; empty where the run did not look. Immutable. */
record Measured(Run run) {
    /** A server and its work. */
    record Subject(String server, Work work) {}

    /** One server's peak to another's: of fresh processes for each round where there are such, else of the same ones. */
    Optional<Figure> ratio(Subject one, Subject other, Metric metric) {
        Optional<Figure> forks = ratio(one, other, metric, Mode.FORKS, 0);
        return forks.isPresent() ? forks : ratio(one, other, metric, Mode.PEAK, 0);
    }

    /** One server to another under the same load. */
    Optional<Figure> ratio(Subject one, Subject other, Metric metric, Mode mode, int rate) {
        List<Window> left = of(one, mode, rate);
        List<Window> right = of(other, mode, rate);
        return left.isEmpty() || right.isEmpty()
                ? Optional.empty()
                : Optional.of(Figure.ratio(left, right, metric::of));
    }

    /** A server at its peak, over processes of its own for each round. */
    Optional<Figure> forks(Subject subject, Metric metric) {
        List<Window> windows = of(subject, Mode.FORKS, 0);
        return windows.isEmpty() ? Optional.empty() : Optional.of(Run.figure(windows, metric));
    }

    /** A server at its peak. */
    Optional<Figure> peak(Subject subject, Metric metric) {
        List<Window> windows = of(subject, Mode.PEAK, 0);
        return windows.isEmpty() ? Optional.empty() : Optional.of(Run.figure(windows, metric));
    }

    /** What a probe read. */
    Optional<Figure> reading(String goal, String id) {
        return run.reading(goal, id);
    }

    /** What a probe read, to something else that it read. */
    Optional<Figure> readings(String goal, String id, String other) {
        return both(reading(goal, id), reading(goal, other), Figure::to);
    }

    static Optional<Figure> both(Optional<Figure> one, Optional<Figure> other, BinaryOperator<Figure> together) {
        return one.flatMap(first -> other.map(second -> together.apply(first, second)));
    }

    private List<Window> of(Subject subject, Mode mode, int rate) {
        return run.of(series -> series.server().equals(subject.server)
                && series.work() == subject.work
                && series.mode() == mode
                && series.rate() == rate);
    }
}
