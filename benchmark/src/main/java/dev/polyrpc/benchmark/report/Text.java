package dev.polyrpc.benchmark.report;

/** Long sentences for a terminal. */
final class Text {
    private static final int WIDTH = 118;

    private Text() {}

    /** The same in lines that fit. */
    static String wrapped(String sentences) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : sentences.split(" ", -1)) {
            if (length + word.length() + 1 > WIDTH) {
                lines.append('\n');
                length = 0;
            } else if (length > 0) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }
}
