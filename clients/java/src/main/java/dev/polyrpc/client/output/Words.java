package dev.polyrpc.client.output;

import com.google.common.base.CaseFormat;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/** Values in the words of people. */
public final class Words {
    private static final int CENT_DIGITS = 2;

    private Words() {}

    /** The point in time to the second, as {@code 2026-11-21T12:00:00Z}; empty where there is none. */
    public static String time(Timestamp time) {
        return time.equals(Timestamp.getDefaultInstance())
                ? ""
                : Instant.ofEpochSecond(time.getSeconds()).toString();
    }

    /** An amount in cents as {@code 18.50}. */
    public static String price(long cents) {
        return BigDecimal.valueOf(cents, CENT_DIGITS).toPlainString();
    }

    /** A value of a contract's enum without its prefix: RETURN_REASON_WRONG_ITEM is {@code wrong-item}. */
    public static <E extends Enum<E> & ProtocolMessageEnum> String of(E value) {
        String prefix = prefix(value.getDeclaringClass());
        String name = value.name().startsWith(prefix) ? value.name().substring(prefix.length()) : value.name();
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String prefix(Class<?> type) {
        return CaseFormat.UPPER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, type.getSimpleName()) + "_";
    }
}
