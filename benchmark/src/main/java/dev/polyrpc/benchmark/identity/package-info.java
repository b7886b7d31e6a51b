/** What it costs to know who calls: tokens verified and exchanged, handshakes. */
@NullMarked
package dev.polyrpc.benchmark.identity;

import org.jspecify.annotations.NullMarked;
