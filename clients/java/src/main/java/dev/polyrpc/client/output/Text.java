package dev.polyrpc.client.output;

import java.util.stream.Collectors;

/** Text of others as a terminal may be shown it. */
final class Text {
    private static final String CUT = "…";

    private Text() {}

    /** Names what a terminal would obey instead of showing it: control characters and changes of direction. */
    static String shown(String text) {
        return text.codePoints().mapToObj(Text::shown).collect(Collectors.joining());
    }

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    static String padding(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text)));
    }

    static String cut(String text, int width) {
        return width(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + CUT;
    }

    private static String shown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                "\\u%04X".formatted(codePoint);
            default -> Character.toString(codePoint);
        };
    }
}
