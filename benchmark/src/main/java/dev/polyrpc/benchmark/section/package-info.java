/** The parts of a run: works one after the other, the yardsticks in new processes, probes. */
@NullMarked
package dev.polyrpc.benchmark.section;

import org.jspecify.annotations.NullMarked;
