/** The story that {@code scripts/demo} plays on the running system, step by step, each outcome checked. */
@NullMarked
package dev.polyrpc.client.demo;

import org.jspecify.annotations.NullMarked;
