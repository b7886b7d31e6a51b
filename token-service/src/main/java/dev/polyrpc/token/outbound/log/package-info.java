/** The audit log. */
@NullMarked
package dev.polyrpc.token.outbound.log;

import org.jspecify.annotations.NullMarked;
