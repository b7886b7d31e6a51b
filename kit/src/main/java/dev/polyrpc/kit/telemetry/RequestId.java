package dev.polyrpc.kit.telemetry;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that a call has in every log, {@code x-request-id} on every wire. */
public final class RequestId {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The caller's own id where it can be used, else a new one. */
    public static String of(@Nullable String given) {
        return given != null && FORM.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }
}
