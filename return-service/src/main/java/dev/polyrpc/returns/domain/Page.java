package dev.polyrpc.returns.domain;

import java.util.List;

/**
 * One page of a list. Immutable.
 *
 * @param nextToken what the next page is asked for with; empty: this was the last
 */
public record Page(List<ProductReturn> returns, String nextToken) {
    /** Keeps a copy. */
    public Page {
        returns = List.copyOf(returns);
    }
}
