/** Programs to be measured beside what ships: libraries alone, and our domain behind them. */
@NullMarked
package dev.polyrpc.benchmark.server;

import org.jspecify.annotations.NullMarked;
