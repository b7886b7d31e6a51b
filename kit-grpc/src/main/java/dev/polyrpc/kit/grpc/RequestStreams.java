package dev.polyrpc.kit.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Has requests read further in than the interceptors. gRPC itself reads outside of them: what cannot be parsed would end
 * there as UNKNOWN, with a stack trace in the log, and a second message of a unary call as a bare reset.
 */
final class RequestStreams {
    private RequestStreams() {}

    static ServerServiceDefinition within(ServerServiceDefinition original) {
        ServerServiceDefinition service = ServerInterceptors.useInputStreamMessages(original);
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(original.getServiceDescriptor().getSchemaDescriptor());
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            ServerMethodDefinition<?, ?> counting = countingItself(method);
            methods.add(counting);
            descriptor.addMethod(counting.getMethodDescriptor());
        }
        ServerServiceDefinition.Builder within = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(within::addMethod);
        return within.build();
    }

    /** To the transport the client may send any number of messages; the handler knows that it may send one. */
    private static <Q, A> ServerMethodDefinition<Q, A> countingItself(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        MethodType type =
                descriptor.getType().serverSendsOneMessage() ? MethodType.CLIENT_STREAMING : MethodType.BIDI_STREAMING;
        return ServerMethodDefinition.create(
                descriptor.toBuilder().setType(type).build(), method.getServerCallHandler());
    }
}
