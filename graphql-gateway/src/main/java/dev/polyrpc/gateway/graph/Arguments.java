package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads what fields are asked with. A batch must not fail for one malformed id, so ids are checked here. */
final class Arguments {
    private static final int DEFAULT_LAST = 5;
    private static final int MAX_LAST = 20;
    private static final int MAX_IDS = 100;
    private static final String PRODUCT_ID_FORM = "1 to 63 of a-z, 0-9 and '-'";
    private static final Pattern PRODUCT_ID = Pattern.compile("[a-z0-9-]{1,63}");
    private static final String RETURN_ID_FORM = "a UUID";
    private static final Pattern RETURN_ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Arguments() {}

    static RequestScope scope(DataFetchingEnvironment field) {
        return Objects.requireNonNull(field.getGraphQlContext().get(RequestScope.class), "request scope");
    }

    static ProductReads reads(DataFetchingEnvironment field) {
        return Objects.requireNonNull(field.getGraphQlContext().get(ProductReads.class), "product reads");
    }

    static Connection.Page page(DataFetchingEnvironment field, CursorSeal seal) {
        return Connection.Page.of(field.getArgument("first"), field.getArgument("after"), seal);
    }

    static int last(DataFetchingEnvironment field) {
        Integer last = field.getArgument("last");
        if (last != null && (last < 1 || last > MAX_LAST)) {
            throw Failure.invalid("LAST_OUT_OF_RANGE", "last", last, "1 to " + MAX_LAST);
        }
        return last == null ? DEFAULT_LAST : last;
    }

    static String productId(DataFetchingEnvironment field, String argument) {
        return id("Product", field, argument, PRODUCT_ID, PRODUCT_ID_FORM);
    }

    /** Up to 100 ids; none = all products. */
    static List<String> productIds(DataFetchingEnvironment field, String argument) {
        return ids("Product", field, argument, PRODUCT_ID, PRODUCT_ID_FORM);
    }

    /** Up to 100 ids, in lower case; none = all returns. */
    static List<String> returnIds(DataFetchingEnvironment field, String argument) {
        return ids("Return", field, argument, RETURN_ID, RETURN_ID_FORM).stream()
                .map(id -> id.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** In lower case, in which the backend gives it back. */
    static String returnId(DataFetchingEnvironment field, String argument) {
        return id("Return", field, argument, RETURN_ID, RETURN_ID_FORM).toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E value(Class<E> type, Object graphqlName) {
        return Enum.valueOf(type, ProtoFields.enumPrefix(type.getSimpleName()) + graphqlName);
    }

    private static List<String> ids(
            String type, DataFetchingEnvironment field, String argument, Pattern form, String expectation) {
        List<?> given = Objects.requireNonNullElse(field.<List<?>>getArgument(argument), List.of());
        if (given.size() > MAX_IDS) {
            throw Failure.invalid("TOO_MANY_IDS", argument, given.size() + " ids", "at most " + MAX_IDS);
        }
        return given.stream()
                .map(id -> id(type, String.valueOf(id), argument, form, expectation))
                .toList();
    }

    private static String id(
            String type, DataFetchingEnvironment field, String argument, Pattern form, String expectation) {
        return id(type, String.valueOf(field.<Object>getArgument(argument)), argument, form, expectation);
    }

    private static String id(String type, String given, String argument, Pattern form, String expectation) {
        String key = GlobalId.keyOf(type, argument, given);
        if (!form.matcher(key).matches()) {
            throw Failure.invalid("ID_MALFORMED", argument, given, expectation);
        }
        return key;
    }
}
