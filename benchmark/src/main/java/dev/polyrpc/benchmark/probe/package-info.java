/** Figures that no contest of servers gives: limits of the machine, times to start, what one query costs. */
@NullMarked
package dev.polyrpc.benchmark.probe;

import org.jspecify.annotations.NullMarked;
