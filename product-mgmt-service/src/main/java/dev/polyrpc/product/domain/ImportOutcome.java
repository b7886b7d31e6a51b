package dev.polyrpc.product.domain;

/** What an import made of one product. */
public enum ImportOutcome {
    /** It was new. */
    CREATED,
    /** Its entry was another. */
    UPDATED,
    /** Its entry was already as the import says. */
    UNCHANGED
}
