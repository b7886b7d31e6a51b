package dev.polyrpc.sample.domain;

import io.grpc.Status;

/** A domain that knows its transport. */
public final class Knowing {
    /** A field is enough. */
    public final Status status = Status.OK;
}
