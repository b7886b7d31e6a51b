package dev.polyrpc.kit.thrift;

import java.io.Serial;

/** What was received is no frame, or no message of ours: nothing on the connection can be made sense of any more. */
final class BadFrame extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BadFrame(String found) {
        super(found, null, false, false);
    }
}
