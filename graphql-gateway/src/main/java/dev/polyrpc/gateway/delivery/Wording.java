package dev.polyrpc.gateway.delivery;

/** How a protocol words what becomes of one operation. */
public interface Wording {
    /** One answer, which is JSON. */
    String next(String answer);

    /** That it has ended with errors, which are a JSON array. */
    String refused(String errors);

    /** That it has ended well. */
    String complete();
}
