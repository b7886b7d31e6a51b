/** Documents that clients send: parsed, measured, validated and kept, before anything of them runs. */
@NullMarked
package dev.polyrpc.gateway.document;

import org.jspecify.annotations.NullMarked;
