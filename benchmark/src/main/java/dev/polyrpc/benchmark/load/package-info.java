/** The callers: a bounded number of calls or streams at a time, from one event loop. */
@NullMarked
package dev.polyrpc.benchmark.load;

import org.jspecify.annotations.NullMarked;
