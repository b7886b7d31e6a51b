/** How answers reach a client, whatever carries them: one after the other, and no faster than the client reads. */
@NullMarked
package dev.polyrpc.gateway.delivery;

import org.jspecify.annotations.NullMarked;
