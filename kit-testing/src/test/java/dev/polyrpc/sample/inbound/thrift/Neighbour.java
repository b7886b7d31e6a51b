package dev.polyrpc.sample.inbound.thrift;

/** Another adapter. */
public final class Neighbour {}
