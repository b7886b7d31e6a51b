package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.tls.Peer;
import io.grpc.Context;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** Who makes the call that the current thread serves; what the interceptors found out. */
public final class CallContext {
    static final Context.Key<CallContext> KEY = Context.key("polyrpc-call");

    final String requestId;
    final @Nullable String traceParent;
    // Written by one interceptor before any handler runs; the log may read from another thread.
    volatile @Nullable Peer peer;
    volatile @Nullable String certificate;
    volatile @Nullable Caller caller;
    /** How a stream ends itself when the server closes; where there is nothing, it is ended from outside. */
    volatile @Nullable Runnable atDrain;

    /** What the answer's headers say besides; written by the handler before they are sent. */
    private volatile @Nullable Metadata headers;

    CallContext(String requestId, @Nullable String traceParent) {
        this.requestId = requestId;
        this.traceParent = traceParent;
    }

    /** The caller that the access token speaks for; throws outside a call and in a method that needs no token. */
    public static Caller caller() {
        return present(current().caller, "caller");
    }

    /** The process at the other end of the connection. */
    public static Peer peer() {
        return present(current().peer, "peer");
    }

    /** The thumbprint of the certificate at the other end of the connection, as tokens call it (x5t#S256); null where there is none. */
    public static @Nullable String certificate() {
        return current().certificate;
    }

    /** The id that the call has in every log, x-request-id. */
    public static String requestId() {
        return current().requestId;
    }

    /** The call's place in its trace, in W3C's form, to hand on; null where its caller named none. */
    public static @Nullable String traceParent() {
        return current().traceParent;
    }

    /** Adds a header to the call's answer; for a handler, before it returns and before its first answer. */
    public static void answerHeader(String name, String value) {
        CallContext context = current();
        Metadata added = new Metadata();
        added.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        Metadata earlier = context.headers;
        if (earlier != null) {
            added.merge(earlier);
        }
        context.headers = added;
    }

    void addHeadersTo(Metadata first) {
        Metadata added = headers;
        if (added != null) {
            first.merge(added);
        }
    }

    static CallContext current() {
        return present(KEY.get(), "call");
    }

    private static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("no %s: this thread serves no such call".formatted(what));
        }
        return value;
    }
}
