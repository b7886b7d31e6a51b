package dev.polyrpc.kit.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;

/**
 * Has requests read further in than the interceptors. gRPC itself reads outside of them: what cannot be parsed would end
 * there as UNKNOWN, with a stack trace in the log, and a second message of a unary call as a bare reset. Answers are left
 * alone: as streams of ours they would be copied twice on their way.
 */
final class RequestStreams {
    private static final MethodDescriptor.Marshaller<InputStream> UNREAD = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream; // read before onMessage returns
        }
    };

    private RequestStreams() {}

    static ServerServiceDefinition within(ServerServiceDefinition original) {
        return ServiceMethods.replaced(original, RequestStreams::unread);
    }

    /** To the transport the client may send any number of messages; the handler knows that it may send one. */
    private static <Q, A> ServerMethodDefinition<InputStream, A> unread(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        ServerCallHandler<Q, A> handler = method.getServerCallHandler();
        MethodType type =
                descriptor.getType().serverSendsOneMessage() ? MethodType.CLIENT_STREAMING : MethodType.BIDI_STREAMING;
        return ServerMethodDefinition.create(
                descriptor.toBuilder(UNREAD, descriptor.getResponseMarshaller())
                        .setType(type)
                        .build(),
                (call, headers) -> new Reading<>(handler.startCall(typed(call, descriptor), headers), descriptor));
    }

    @SuppressWarnings("unchecked") // requests come to the listener: all that a call knows of them is its descriptor
    private static <Q, A> ServerCall<Q, A> typed(ServerCall<InputStream, A> call, MethodDescriptor<Q, A> descriptor) {
        return new SimpleForwardingServerCall<>((ServerCall<Q, A>) call) {
            @Override
            public MethodDescriptor<Q, A> getMethodDescriptor() {
                return descriptor;
            }
        };
    }

    private static final class Reading<Q> extends ServerCall.Listener<InputStream> {
        private final ServerCall.Listener<Q> listener;
        private final MethodDescriptor<Q, ?> descriptor;

        Reading(ServerCall.Listener<Q> listener, MethodDescriptor<Q, ?> descriptor) {
            this.listener = listener;
            this.descriptor = descriptor;
        }

        @Override
        public void onMessage(InputStream message) {
            listener.onMessage(descriptor.parseRequest(message));
        }

        @Override
        public void onHalfClose() {
            listener.onHalfClose();
        }

        @Override
        public void onCancel() {
            listener.onCancel();
        }

        @Override
        public void onComplete() {
            listener.onComplete();
        }

        @Override
        public void onReady() {
            listener.onReady();
        }
    }
}
