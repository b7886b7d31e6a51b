/** Reads a process's settings from its environment, once, and names every fault at once. */
@NullMarked
package dev.polyrpc.kit.settings;

import org.jspecify.annotations.NullMarked;
