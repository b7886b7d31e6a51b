package dev.polyrpc.gateway.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.gateway.delivery.Delivery;
import dev.polyrpc.gateway.delivery.Stall;
import dev.polyrpc.gateway.request.Answers;
import dev.polyrpc.gateway.request.GraphqlOverMessages;
import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one client does over one socket, from its first message to its last. For use by the socket's thread alone. */
public final class SocketSession {
    private final SocketPeer peer;
    private final GraphqlOverMessages core;
    private final Clock clock;
    private final Stall stall;
    private final Heartbeat heartbeat;
    private final Map<String, Delivery> operations = new HashMap<>();
    /** Completed by the client, which may use their ids again, but still running. */
    private final Set<Delivery> abandoned = new HashSet<>();

    private Runnable cancelTimer;
    private Runnable unlisten = () -> {};
    private boolean initialised;
    private @Nullable Caller caller;
    private boolean draining;
    private boolean closed;

    SocketSession(SocketPeer peer, GraphqlOverMessages core, Clock clock, Duration every, Duration slow) {
        this.peer = peer;
        this.core = core;
        this.clock = clock;
        stall = new Stall(peer, slow, this::tooSlow);
        heartbeat = new Heartbeat(peer, every, stall);
        heartbeat.start();
        cancelTimer = peer.later(core.limits().socketInit(), () -> close(CloseCode.INIT_TIMEOUT));
    }

    /** Takes a text from the client. */
    public void text(String text) {
        if (closed) {
            return;
        }
        heartbeat.alive();
        try {
            take(SocketMessage.read(text));
        } catch (IllegalArgumentException bad) {
            malformed(String.valueOf(bad.getMessage()));
        }
    }

    /** Takes anything else that a client sent and this protocol does not know. */
    public void malformed(String why) {
        if (!closed) {
            end();
            CloseCode.BAD_MESSAGE.close(peer, why);
        }
    }

    /** Takes a sign of life. */
    public void alive() {
        heartbeat.alive();
    }

    /** The socket's queue has room again. */
    public void writable() {
        stall.ends();
        List.copyOf(operations.values()).forEach(Delivery::writable);
    }

    /** The gateway is about to stop: subscriptions end, what else is under way is answered, then the socket is closed. */
    public void drain() {
        draining = true;
        operations.values().stream().filter(Delivery::lasting).forEach(Delivery::cancel);
        operations.values().removeIf(Delivery::lasting);
        closeWhenDrained();
    }

    /** The socket is closed, whoever closed it. */
    public void closed() {
        end();
    }

    private void take(SocketMessage message) {
        switch (message.type()) {
            case "connection_init" -> init(message.payload());
            case "ping" -> peer.send(SocketMessage.of("pong", message.payload()));
            case "pong" -> {}
            case "subscribe" -> subscribe(message);
            case "complete" -> complete(message.id());
            default -> throw new IllegalArgumentException("type: (expected: one that clients send)");
        }
    }

    private void init(JsonNode payload) {
        if (initialised) {
            close(CloseCode.TOO_MANY_INITS);
            return;
        }
        initialised = true;
        cancelTimer.run();
        core.caller(payload.path("authorization").asText())
                .whenComplete((known, refused) -> peer.execute(() -> {
                    if (closed) {
                        return;
                    }
                    if (refused != null) {
                        close(isToken(refused) ? CloseCode.FORBIDDEN : CloseCode.TRY_AGAIN_LATER);
                    } else {
                        acknowledge(known);
                    }
                }));
    }

    private void acknowledge(Caller known) {
        caller = known;
        Duration left = Duration.between(clock.instant(), known.expiry());
        cancelTimer = peer.later(left.isNegative() ? Duration.ZERO : left, () -> close(CloseCode.FORBIDDEN));
        unlisten = core.onDenial(known, () -> peer.execute(() -> close(CloseCode.FORBIDDEN)));
        if (closed) { // denied since it was looked into
            unlisten.run();
            return;
        }
        peer.send(SocketMessage.of("connection_ack"));
    }

    private void subscribe(SocketMessage message) {
        if (caller == null) {
            close(CloseCode.UNAUTHORIZED);
        } else if (operations.containsKey(message.id())) {
            close(CloseCode.DUPLICATE_ID);
        } else if (!draining) {
            Answers answers =
                    operations.size() + abandoned.size() < core.limits().socketOperations()
                            ? core.answers(message.payload(), caller)
                            : core.tooMany(caller);
            String id = message.id();
            Delivery operation =
                    new Delivery(answers, peer, stall, new OperationWording(id), ended -> ended(id, ended));
            operations.put(id, operation);
            operation.start();
        }
    }

    private void tooSlow() {
        List.copyOf(operations.values()).forEach(Delivery::tooSlow);
    }

    private void ended(String id, Delivery operation) {
        operations.remove(id, operation);
        abandoned.remove(operation);
        closeWhenDrained();
    }

    private void complete(String id) {
        Delivery operation = operations.remove(id);
        if (operation != null) {
            operation.cancel();
            if (operation.goesOn()) {
                abandoned.add(operation);
            }
        }
        closeWhenDrained();
    }

    private void closeWhenDrained() {
        if (draining && operations.isEmpty()) {
            peer.later(Duration.ofMillis(1), () -> close(CloseCode.GOING_AWAY)); // after the last answer
        }
    }

    private void close(CloseCode code) {
        if (!closed) {
            end();
            code.close(peer);
        }
    }

    private void end() {
        closed = true;
        cancelTimer.run();
        unlisten.run();
        heartbeat.stop();
        stall.ends();
        List.copyOf(operations.values()).forEach(Delivery::cancel); // which may end one on the spot
        operations.clear();
    }

    private static boolean isToken(Throwable refused) {
        return Causes.unwrapped(refused) instanceof Failure failure
                && (failure.kind() == Kind.UNAUTHENTICATED || failure.kind() == Kind.DENIED);
    }
}
