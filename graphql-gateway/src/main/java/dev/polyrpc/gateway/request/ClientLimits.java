package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.settings.Settings;
import java.time.Duration;

/**
 * How much clients may have at once.
 *
 * @param bodyBytes bytes of a body over HTTP, and of a message on a socket
 * @param socketOperations operations under way on one socket
 * @param subjectSubscriptions subscriptions of one subject, over all that it has open
 * @param subscriptions subscriptions in all
 * @param socketInit time in which a client says who it is on a socket
 */
public record ClientLimits(
        int bodyBytes, int socketOperations, int subjectSubscriptions, int subscriptions, Duration socketInit) {
    private static final int MIB = 1024 * 1024;

    /** Each subscription may be a call to a backend, and a backend takes 512 calls of one connection. */
    private static final int MOST_SUBSCRIPTIONS = 500;

    /** Reads the settings. */
    public static ClientLimits from(Settings settings) {
        return new ClientLimits(
                settings.number("MAX_BODY_BYTES", MIB / 4, 1024, 4 * MIB),
                settings.number("MAX_SOCKET_OPERATIONS", 100, 1, 10_000),
                settings.number("MAX_SUBJECT_SUBSCRIPTIONS", 100, 1, MOST_SUBSCRIPTIONS),
                settings.number("MAX_SUBSCRIPTIONS", MOST_SUBSCRIPTIONS, 1, MOST_SUBSCRIPTIONS),
                settings.duration(
                        "SOCKET_INIT_TIMEOUT", Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofSeconds(30)));
    }
}
