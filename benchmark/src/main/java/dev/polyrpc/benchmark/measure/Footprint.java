package dev.polyrpc.benchmark.measure;

/**
 * What a server holds in memory after the first work that it was given. Immutable.
 *
 * @param residentBytes of its processes, as the system counts
 * @param liveHeapBytes of their heaps after a full collection
 */
public record Footprint(String server, long residentBytes, long liveHeapBytes) {}
