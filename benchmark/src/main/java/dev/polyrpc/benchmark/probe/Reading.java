package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Figure;

/**
 * One figure that a probe found. Immutable.
 *
 * @param goal the goal that it belongs to, for example {@code P9}
 * @param id short and stable, unique in its goal, for example {@code grouped-limit}: what a goal's ratio is made of
 * @param what for people
 * @param unit for example {@code changes/s}
 */
public record Reading(String goal, String id, String what, String unit, Figure figure) {}
