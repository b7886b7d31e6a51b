package dev.polyrpc.rest;

import java.io.Serial;
import java.util.List;

/** Rules that do not fit the contracts: all their faults at once. */
final class UnfitRulesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    UnfitRulesException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
