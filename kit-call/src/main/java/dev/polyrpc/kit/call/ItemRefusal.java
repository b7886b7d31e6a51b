package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Failure;

/**
 * One item of many that was refused; the items around it are not affected. Immutable.
 *
 * @param item its number in its source, from 1
 * @param failure why, as the same content alone would have been refused
 */
public record ItemRefusal(long item, Failure failure) {}
