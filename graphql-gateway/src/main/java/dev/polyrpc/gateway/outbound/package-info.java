/** What every call to a backend is held to, whatever its wire. */
@NullMarked
package dev.polyrpc.gateway.outbound;

import org.jspecify.annotations.NullMarked;
