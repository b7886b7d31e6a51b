package dev.polyrpc.gateway.graph;

/** One event of a subscription's source, while the operation is run for it. */
record StreamEvent(Object value) {}
