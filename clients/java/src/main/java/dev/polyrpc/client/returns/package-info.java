/** Verbs on returns. */
@NullMarked
package dev.polyrpc.client.returns;

import org.jspecify.annotations.NullMarked;
