package dev.polyrpc.product.domain;

import java.util.List;

/**
 * One page of a list.
 *
 * @param nextToken what the next page is asked for with; empty: this was the last
 */
public record Page<T>(List<T> items, String nextToken) {
    /** Makes a page that nobody can change. */
    public Page {
        items = List.copyOf(items);
    }
}
