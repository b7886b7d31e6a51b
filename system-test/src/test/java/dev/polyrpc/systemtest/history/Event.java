package dev.polyrpc.systemtest.history;

import java.util.Map;
import java.util.TreeMap;

/**
 * One event, wherever it was found.
 *
 * @param position its place in the order of all events of its service
 * @param facts what it says, by the names of its fields, such as {@code stock.onHand}
 * @param place where it was found, in words
 */
public record Event(long position, Map<String, String> facts, String place) {
    public Event {
        facts = Map.copyOf(facts);
    }

    /** The first fact, by its name, that two events do not share; empty when they say the same. */
    String difference(Event other) {
        TreeMap<String, String> names = new TreeMap<>(facts);
        names.putAll(other.facts);
        for (String name : names.keySet()) {
            String mine = facts.getOrDefault(name, "nothing");
            String others = other.facts.getOrDefault(name, "nothing");
            if (!mine.equals(others)) {
                return "%s is %s in %s, and %s in %s".formatted(name, mine, place, others, other.place);
            }
        }
        return "";
    }
}
