/** Tokens as signed text: made, published keys, verified. */
@NullMarked
package dev.polyrpc.token.outbound.jose;

import org.jspecify.annotations.NullMarked;
