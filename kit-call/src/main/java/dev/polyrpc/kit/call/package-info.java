/** What every server asks of a call before it serves it, whatever the wire. */
@NullMarked
package dev.polyrpc.kit.call;

import org.jspecify.annotations.NullMarked;
