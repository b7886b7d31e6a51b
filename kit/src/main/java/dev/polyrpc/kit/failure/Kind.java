package dev.polyrpc.kit.failure;

/** What kind of refusal a {@link Failure} is; each wire has one table that says it in its own words. */
public enum Kind {
    /** The input is wrong, whatever the state of the system. */
    INVALID,
    /** There is no such thing, or none that the caller may see. */
    NOT_FOUND,
    /** The thing to create is already there. */
    EXISTS,
    /** Somebody else changed the thing since it was read: read again, then retry. */
    CONFLICT,
    /** The input is right, but the state of the system does not allow it. */
    STATE,
    /** A position that is no longer, or not yet, there. */
    OUT_OF_RANGE,
    /** The caller did not prove who they are. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    DENIED,
    /** A limit is reached: retry later, as the details say. */
    EXHAUSTED,
    /** The time that the caller gave is over. */
    DEADLINE,
    /** A part that is needed cannot be reached: retry. */
    UNAVAILABLE,
    /** A fault of ours; the log knows more, the caller does not. */
    INTERNAL
}
