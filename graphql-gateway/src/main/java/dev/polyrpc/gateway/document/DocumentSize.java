package dev.polyrpc.gateway.document;

/**
 * How large a part of a document is once its fragments are spread.
 *
 * @param width fields of its first level
 * @param depth levels of fields, those of introspection left out
 * @param fields fields in all
 * @param aliases fields that have an alias
 * @param introspectionDepth levels of fields from {@code __schema} or {@code __type} down
 */
record DocumentSize(int width, int depth, int fields, int aliases, int introspectionDepth) {
    static final DocumentSize NOTHING = new DocumentSize(0, 0, 0, 0, 0);

    /** Counts end here: fragments that double each other would leave the range of numbers otherwise. */
    private static final int MOST = 1_000_000;

    /** This part and another one beside it. */
    DocumentSize beside(DocumentSize other) {
        return new DocumentSize(
                Math.min(MOST, width + other.width),
                Math.max(depth, other.depth),
                Math.min(MOST, fields + other.fields),
                Math.min(MOST, aliases + other.aliases),
                Math.max(introspectionDepth, other.introspectionDepth));
    }

    /** A field, with an alias or without, that holds this part. */
    DocumentSize inField(boolean alias) {
        return new DocumentSize(
                1,
                depth + 1,
                Math.min(MOST, fields + 1),
                Math.min(MOST, aliases + (alias ? 1 : 0)),
                introspectionDepth);
    }

    /** This part, measured as introspection. */
    DocumentSize asIntrospection() {
        return new DocumentSize(width, 0, fields, aliases, Math.max(depth, introspectionDepth));
    }
}
