package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The access token in the {@code authorization} values of a call, whatever the wire. */
public final class BearerToken {
    private static final String WORD = "bearer ";
    private static final byte[] SCHEME = WORD.getBytes(StandardCharsets.US_ASCII);
    private static final int LOWER_CASE = 0x20;
    private static final int MOST = 4096;

    private BearerToken() {}

    /** The one token there is; refuses none, two, another scheme and odd spacing with TOKEN_INVALID. */
    public static String of(Iterable<String> authorization) {
        Iterator<String> values = authorization.iterator();
        if (!values.hasNext()) {
            throw refused("TOKEN_INVALID");
        }
        String value = values.next();
        if (values.hasNext()
                || !value.regionMatches(true, 0, WORD, 0, WORD.length())
                || !isWellFormed(value, WORD.length())) {
            throw refused("TOKEN_INVALID");
        }
        return value.substring(WORD.length());
    }

    /** Whether a text can be a token, on a wire that has none but tokens in its place. */
    public static boolean isWellFormed(String token) {
        return isWellFormed(token, 0);
    }

    /** 1 to 4096 characters of RFC 6750's, then padding. By hand, as each call brings one: a pattern takes several times as long. */
    private static boolean isWellFormed(String text, int from) {
        int at = from;
        while (at < text.length() && isOfToken(text.charAt(at))) {
            at++;
        }
        int length = at - from;
        while (at < text.length() && text.charAt(at) == '=') {
            at++;
        }
        return at == text.length() && length >= 1 && length <= MOST;
    }

    private static boolean isOfToken(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '-' && c <= '9') // - . / and digits
                || c == '_'
                || c == '~'
                || c == '+';
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
