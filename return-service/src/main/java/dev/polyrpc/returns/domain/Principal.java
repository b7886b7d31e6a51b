package dev.polyrpc.returns.domain;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a call is made.
 *
 * @param subject who it is
 * @param staff whether they work here, and so see everybody's returns
 * @param requestId what the call is called in everybody's logs
 * @param trace the call's place in its caller's trace, for the next hop to be told; null where it has none
 * @param credential what the next hop can be asked with, while the call lasts; opaque here, never stored, never shown
 */
public record Principal(
        String subject,
        boolean staff,
        String requestId,
        @Nullable String trace,
        Object credential) {
    /** Whether they may see a return. */
    boolean sees(ProductReturn productReturn) {
        return staff || productReturn.customer().equals(subject);
    }

    /** All but the credential. */
    @Override
    public String toString() {
        return "Principal[subject=%s, staff=%s, requestId=%s]".formatted(subject, staff, requestId);
    }
}
