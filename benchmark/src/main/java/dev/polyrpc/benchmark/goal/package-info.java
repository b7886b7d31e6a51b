/** The figures that the project wants to reach, and what a run says about them. */
@NullMarked
package dev.polyrpc.benchmark.goal;

import org.jspecify.annotations.NullMarked;
