package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.delivery.Wording;

/**
 * One operation's messages.
 *
 * @param id what the client calls the operation
 */
record OperationWording(String id) implements Wording {
    @Override
    public String next(String answer) {
        return SocketMessage.about(id, "next", answer);
    }

    @Override
    public String refused(String errors) {
        return SocketMessage.about(id, "error", errors);
    }

    @Override
    public String complete() {
        return SocketMessage.about(id, "complete");
    }
}
