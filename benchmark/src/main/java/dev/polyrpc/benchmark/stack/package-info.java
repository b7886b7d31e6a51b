/** What is measured: the processes, how to reach them, the tokens of their callers. */
@NullMarked
package dev.polyrpc.benchmark.stack;

import org.jspecify.annotations.NullMarked;
