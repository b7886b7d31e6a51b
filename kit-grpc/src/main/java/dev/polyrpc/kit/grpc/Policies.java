package dev.polyrpc.kit.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import dev.polyrpc.kit.call.Policy;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policies of gRPC's services, and what their contracts say besides. */
final class Policies {
    private static final Set<String> OPEN_SERVICES = Set.of(
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private Policies() {}

    /** The policy of each method, by full name; throws when a contract leaves something open. */
    static Map<String, Policy> of(Iterable<ServerServiceDefinition> services) {
        Map<String, Policy> policies = new HashMap<>();
        for (ServerServiceDefinition service : services) {
            boolean open = OPEN_SERVICES.contains(service.getServiceDescriptor().getName());
            for (MethodDescriptor<?, ?> method : service.getServiceDescriptor().getMethods()) {
                policies.put(method.getFullMethodName(), of(method, open));
            }
        }
        return Map.copyOf(policies);
    }

    private static Policy of(MethodDescriptor<?, ?> method, boolean open) {
        MethodType type = method.getType();
        boolean takesMany = !type.clientSendsOneMessage();
        boolean answersMany = !type.serverSendsOneMessage();
        return open
                ? new Policy(true, List.of(), List.of(), true, takesMany, answersMany)
                : Policy.of(method.getFullMethodName(), contractOf(method), takesMany, answersMany);
    }

    static MethodOptions contractOf(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
                ? contract.getMethodDescriptor().getOptions()
                : MethodOptions.getDefaultInstance();
    }
}
