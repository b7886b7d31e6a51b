/** Starts, reports and stops a process, the same way for each. */
@NullMarked
package dev.polyrpc.kit.process;

import org.jspecify.annotations.NullMarked;
