package dev.polyrpc.gateway.document;

/**
 * What an operation costs at most, by the directives {@code @cost} and {@code @listSize} of the schema.
 *
 * @param type things that it may answer, weighed
 * @param field fields that it may have fetched, weighed
 */
public record Cost(double type, double field) {
    /** What costs more takes the engine and the writer of JSON a millisecond and more. */
    private static final int LARGE = 300;

    static final Cost NOTHING = new Cost(0, 0);

    /** This and another cost beside it. */
    Cost plus(Cost other) {
        return new Cost(type + other.type, field + other.field);
    }

    /** The larger of both, each on its own. */
    Cost or(Cost other) {
        return new Cost(Math.max(type, other.type), Math.max(field, other.field));
    }

    /** Whether it is much for one thread to do in one go. */
    public boolean isLarge() {
        return isOver(LARGE);
    }

    boolean isOver(int limit) {
        return type > limit || field > limit;
    }

    @Override
    public String toString() {
        return "type=%.0f, field=%.0f".formatted(type, field);
    }
}
