package dev.polyrpc.gateway.socket;

/** Why a socket is closed: the codes of graphql-transport-ws, and those of WebSocket itself that are needed beside them. */
enum CloseCode {
    GOING_AWAY(1001, "Going away"),
    TRY_AGAIN_LATER(1013, "Try again later"),
    BAD_MESSAGE(4400, "Invalid message"),
    UNAUTHORIZED(4401, "Unauthorized"),
    FORBIDDEN(4403, "Forbidden"),
    INIT_TIMEOUT(4408, "Connection initialisation timeout"),
    DUPLICATE_ID(4409, "Subscriber already exists"),
    TOO_MANY_INITS(4429, "Too many initialisation requests");

    /** The most that a close frame has room for, in bytes; reasons are ASCII but for what a client wrote itself. */
    private static final int LONGEST_REASON = 123;

    private final int code;
    private final String text;

    CloseCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    void close(SocketPeer peer) {
        peer.close(code, text);
    }

    void close(SocketPeer peer, String detail) {
        String reason = (text + ": " + detail).replaceAll("[^\\x20-\\x7E]", "?");
        peer.close(code, reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
    }
}
