package dev.polyrpc.kit.grpc;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.function.Function;

/** Makes a service anew whose methods are served, or said on the wire, in another way. */
final class ServiceMethods {
    private ServiceMethods() {}

    /** The service with the same name and contract, and each of its methods replaced. */
    static ServerServiceDefinition replaced(
            ServerServiceDefinition original,
            Function<ServerMethodDefinition<?, ?>, ServerMethodDefinition<?, ?>> replacement) {
        List<? extends ServerMethodDefinition<?, ?>> methods =
                original.getMethods().stream().map(replacement).toList();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        original.getServiceDescriptor().getName())
                .setSchemaDescriptor(original.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(service::addMethod);
        return service.build();
    }
}
