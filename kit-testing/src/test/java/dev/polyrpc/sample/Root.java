package dev.polyrpc.sample;

/** The wiring. */
public final class Root {}
