/** What the wires cost, measured against bare grpc-java in one run. */
@NullMarked
package dev.polyrpc.benchmark;

import org.jspecify.annotations.NullMarked;
