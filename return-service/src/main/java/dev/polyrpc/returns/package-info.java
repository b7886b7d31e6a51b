/** The service that owns returns: its settings, its wiring and its start. */
@NullMarked
package dev.polyrpc.returns;

import org.jspecify.annotations.NullMarked;
