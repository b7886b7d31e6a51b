/** A service that breaks every rule of architecture once. */
@NullMarked
package dev.polyrpc.sample;

import org.jspecify.annotations.NullMarked;
