/** What a run found, and the file that keeps it: whatever is reported can be told again from there. */
@NullMarked
package dev.polyrpc.benchmark.result;

import org.jspecify.annotations.NullMarked;
