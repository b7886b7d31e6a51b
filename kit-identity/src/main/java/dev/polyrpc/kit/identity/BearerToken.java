package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The access token in the {@code authorization} values of a call, whatever the wire. */
public final class BearerToken {
    private static final byte[] SCHEME = "bearer ".getBytes(StandardCharsets.US_ASCII);
    private static final int LOWER_CASE = 0x20;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");
    private static final Pattern FORM = Pattern.compile("(?i:bearer) (" + TOKEN + ")");

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

    /** Whether a text can be a token, on a wire that has none but tokens in its place. */
    public static boolean isWellFormed(String token) {
        return TOKEN.matcher(token).matches();
    }

    /** Where the token begins, after the scheme; below 0 for another one. Good only to look for what {@link #of} took before. */
    static int begin(byte[] authorization) {
        int space = SCHEME.length - 1;
        if (authorization.length < SCHEME.length || authorization[space] != ' ') {
            return -1;
        }
        for (int i = 0; i < space; i++) {
            if ((authorization[i] | LOWER_CASE) != SCHEME[i]) {
                return -1;
            }
        }
        return SCHEME.length;
    }

    /** What every caller gets whose token is not good, whatever is wrong with it. */
    public static Failure refused(String reason) {
        return new Failure(Kind.UNAUTHENTICATED, reason, "the access token is missing or refused");
    }
}
