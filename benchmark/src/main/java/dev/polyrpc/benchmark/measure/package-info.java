/** Windows of load, and what the processes and the machine did in each. */
@NullMarked
package dev.polyrpc.benchmark.measure;

import org.jspecify.annotations.NullMarked;
