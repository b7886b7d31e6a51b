package dev.polyrpc.systemtest.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a watcher saw with what is kept: each event once, in order, none missing, and the same in all it says. */
public final class Histories {
    private Histories() {}

    /** What differs first, in words with line and position; empty when nothing does. */
    public static Optional<String> firstDifference(List<Event> kept, List<Event> seen) {
        Map<Long, Event> before = new HashMap<>();
        for (int i = 0; i < seen.size(); i++) {
            Event event = seen.get(i);
            Event twin = before.putIfAbsent(event.position(), event);
            if (twin != null) {
                return Optional.of("doubled: %s has position %d, which %s had"
                        .formatted(event.place(), event.position(), twin.place()));
            }
            if (i >= kept.size()) {
                return Optional.of("invented: %s has position %d, but the table has %s"
                        .formatted(event.place(), event.position(), end(kept)));
            }
            Event expected = kept.get(i);
            if (event.position() != expected.position()) {
                return Optional.of(misplaced(event, expected, kept, seen.subList(i + 1, seen.size())));
            }
            String difference = event.difference(expected);
            if (!difference.isEmpty()) {
                return Optional.of("altered: position %d: %s".formatted(event.position(), difference));
            }
        }
        if (seen.size() < kept.size()) {
            return Optional.of("lost: position %d, and %d after it: the recording has %s"
                    .formatted(kept.get(seen.size()).position(), kept.size() - seen.size() - 1, end(seen)));
        }
        return Optional.empty();
    }

    private static String misplaced(Event event, Event expected, List<Event> kept, List<Event> after) {
        if (kept.stream().noneMatch(known -> known.position() == event.position())) {
            return "invented: %s has position %d, which the table has not".formatted(event.place(), event.position());
        }
        for (Event later : after) {
            if (later.position() == expected.position()) {
                return "out of order: %s has position %d, before position %d in %s"
                        .formatted(event.place(), event.position(), expected.position(), later.place());
            }
        }
        return "lost: position %d: %s has position %d already"
                .formatted(expected.position(), event.place(), event.position());
    }

    private static String end(List<Event> events) {
        return events.isEmpty()
                ? "none"
                : "its last with position " + events.get(events.size() - 1).position();
    }
}
