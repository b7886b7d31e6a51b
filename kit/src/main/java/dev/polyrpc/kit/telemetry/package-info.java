/** What a process tells about itself: metrics, and an admin port with liveness and readiness. */
@NullMarked
package dev.polyrpc.kit.telemetry;

import org.jspecify.annotations.NullMarked;
