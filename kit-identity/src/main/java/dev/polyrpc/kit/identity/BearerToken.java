package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access token in the {@code authorization} values of a call, whatever the wire. */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";
    private static final Pattern FORM = Pattern.compile("(?i:bearer) ([A-Za-z0-9._~+/-]{1,4096}=*)");

    private BearerToken() {}

    /** The one token there is; refuses none, two, another scheme and odd spacing with TOKEN_INVALID. */
    public static String of(Iterable<String> authorization) {
        Iterator<String> values = authorization.iterator();
        if (!values.hasNext()) {
            throw refused("TOKEN_INVALID");
        }
        Matcher form = FORM.matcher(values.next());
        if (values.hasNext() || !form.matches()) {
            throw refused("TOKEN_INVALID");
        }
        return form.group(1);
    }

    /** What follows the scheme in the one value there is: good only to look for a token that {@link #of} took before. */
    static @Nullable String unchecked(Iterable<String> authorization) {
        Iterator<String> values = authorization.iterator();
        if (!values.hasNext()) {
            return null;
        }
        String value = values.next();
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && !values.hasNext()
                ? value.substring(SCHEME.length())
                : null;
    }

    /** What every caller gets whose token is not good, whatever is wrong with it. */
    public static Failure refused(String reason) {
        return new Failure(Kind.UNAUTHENTICATED, reason, "the access token is missing or refused");
    }
}
