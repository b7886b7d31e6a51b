package dev.polyrpc.kit.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives each call an id, the caller's own where it can be used, and answers with it. */
final class RequestIdInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Supplier<String> ids;

    RequestIdInterceptor() {
        this(() -> UUID.randomUUID().toString());
    }

    RequestIdInterceptor(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String given = headers.get(HEADER);
        String id = usable(given) ? given : ids.get();
        Context context = Context.current().withValue(CallContext.KEY, new CallContext(id));
        return Contexts.interceptCall(context, new Answering<>(call, id), headers, next);
    }

    private static boolean usable(@Nullable String id) {
        return id != null && FORM.matcher(id).matches();
    }

    private static final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String id;
        private boolean answered;

        Answering(ServerCall<Q, A> call, String id) {
            super(call);
            this.id = id;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.put(HEADER, id);
            answered = true;
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!answered) {
                trailers.put(HEADER, id);
            }
            super.close(status, trailers);
        }
    }
}
