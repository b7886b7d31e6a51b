package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;

/** What texts from outside must look like. */
final class Texts {
    private static final int MAX_PRODUCT_ID = 63;
    private static final int MAX_MOVEMENT_ID = 200;

    private Texts() {}

    /** Checks a text for people: any characters but control characters, kept as they are. */
    static void check(String field, String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw Failure.invalid("TEXT_LENGTH", field, length + " characters", min + " to " + max + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Failure.invalid("TEXT_INVALID", field, "a control character", "text on one line");
        }
    }

    static void checkProductId(String field, String productId) {
        boolean right = !productId.isEmpty() && productId.length() <= MAX_PRODUCT_ID;
        for (int i = 0; right && i < productId.length(); i++) { // no stream: each read comes by here
            char c = productId.charAt(i);
            right = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!right) {
            throw Failure.invalid("PRODUCT_ID_INVALID", field, shown(productId), "1 to 63 of a-z, 0-9 and '-'");
        }
    }

    static void checkMovementId(String movementId) {
        boolean right = !movementId.isEmpty()
                && movementId.length() <= MAX_MOVEMENT_ID
                && movementId.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!right) {
            throw Failure.invalid(
                    "MOVEMENT_ID_INVALID", "movement_id", shown(movementId), "1 to 200 printable ASCII characters");
        }
    }

    /** A text from outside as it may stand in a message: short, without control characters. */
    static String shown(String text) {
        String shortened = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return '"' + shortened.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
