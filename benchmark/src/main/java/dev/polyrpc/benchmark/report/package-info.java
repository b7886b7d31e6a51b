/** What was measured, for people and for programs. */
@NullMarked
package dev.polyrpc.benchmark.report;

import org.jspecify.annotations.NullMarked;
