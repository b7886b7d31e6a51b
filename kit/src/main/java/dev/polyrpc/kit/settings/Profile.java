package dev.polyrpc.kit.settings;

/** How strict a process is about what only eases development; no profile turns security off. */
public enum Profile {
    /** What {@code scripts/up} runs. */
    DEMO,
    /** The default. */
    DEVELOPMENT,
    /** No reflection, no introspection, key files for the owner alone. */
    PRODUCTION
}
