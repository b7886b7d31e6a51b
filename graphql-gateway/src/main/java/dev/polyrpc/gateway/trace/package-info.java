/** The place of each piece of work in a trace, handed on with the work. */
@NullMarked
package dev.polyrpc.gateway.trace;

import org.jspecify.annotations.NullMarked;
