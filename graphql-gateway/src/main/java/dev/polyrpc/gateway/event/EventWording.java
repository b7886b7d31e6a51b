package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.delivery.Wording;

/** One operation's events, as GraphQL over SSE words them. JSON has no line break in it: it is one line of data. */
enum EventWording implements Wording {
    /** The one there is: an answer carries the events of one operation. */
    EVENTS;

    private static final String COMPLETE = "event: complete\ndata:\n\n";

    @Override
    public String next(String answer) {
        return "event: next\ndata: " + answer + "\n\n";
    }

    @Override
    public String refused(String errors) {
        return next("{\"errors\":" + errors + "}") + COMPLETE;
    }

    @Override
    public String complete() {
        return COMPLETE;
    }
}
