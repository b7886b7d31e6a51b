package dev.polyrpc.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in which fields stand for whole segments: {@code /v1/products/{product_id}:adjust}.
 *
 * @param text as the rule has it
 * @param fields paths of the fields in it, in their order
 */
record PathTemplate(String text, List<String> fields) {
    private static final Pattern FORM = Pattern.compile("(/([A-Za-z0-9]+|\\{[a-z0-9_.]+}))+(:[A-Za-z]+)?");
    private static final Pattern FIELD = Pattern.compile("\\{([a-z0-9_.]+)}");

    /** Refuses what Google's grammar allows beyond this, such as wildcards: nobody here needs it. */
    static PathTemplate parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "path %s (expected: /name/{field}..., a :verb at its end at most)".formatted(text));
        }
        List<String> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            fields.add(field.group(1));
        }
        return new PathTemplate(text, List.copyOf(fields));
    }

    /** The path with something else for each field, and for what is between them. */
    String with(UnaryOperator<String> field, UnaryOperator<String> between) {
        StringBuilder path = new StringBuilder();
        Matcher matcher = FIELD.matcher(text);
        int from = 0;
        while (matcher.find()) {
            path.append(between.apply(text.substring(from, matcher.start())));
            path.append(field.apply(matcher.group(1)));
            from = matcher.end();
        }
        return path.append(between.apply(text.substring(from))).toString();
    }
}
