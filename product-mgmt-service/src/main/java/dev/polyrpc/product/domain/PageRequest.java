package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;

/**
 * Which page of a list to read.
 *
 * @param size entries on the page: 1 to 1000
 * @param token what the page before ended with; empty: the first page
 */
public record PageRequest(int size, String token) {
    private static final int DEFAULT_SIZE = 20;
    private static final int MAX_SIZE = 1_000;

    /** Checks the size; 0 becomes the default. */
    public PageRequest {
        if (size < 0 || size > MAX_SIZE) {
            throw Failure.invalid("PAGE_SIZE_OUT_OF_RANGE", "page_size", size, "0 to " + MAX_SIZE);
        }
        size = size == 0 ? DEFAULT_SIZE : size;
    }
}
