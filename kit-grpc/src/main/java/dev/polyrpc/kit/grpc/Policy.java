package dev.polyrpc.kit.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.proto.policy.v1.MethodPolicy;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the contract says of a method.
 *
 * @param open asks for a valid peer alone, not for a token: health and reflection
 * @param scopes the caller's token holds one of them
 * @param peers the only processes that may call; empty = all
 * @param reads whether it changes nothing
 * @param type how many messages go each way
 */
record Policy(boolean open, List<String> scopes, List<String> peers, boolean reads, MethodType type) {
    private static final Set<String> OPEN_SERVICES = Set.of(
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    /** Whether it takes one message and answers with one. */
    boolean unary() {
        return type == MethodType.UNARY;
    }

    /** Whether the caller's token holds one of the scopes. */
    boolean allows(Caller caller) {
        for (String scope : scopes) { // no stream: this is asked on each call
            if (caller.has(scope)) {
                return true;
            }
        }
        return false;
    }

    /** The policy of each method, by full name; throws when a contract leaves something open. */
    static Map<String, Policy> of(Iterable<ServerServiceDefinition> services) {
        Map<String, Policy> policies = new HashMap<>();
        for (ServerServiceDefinition service : services) {
            boolean open = OPEN_SERVICES.contains(service.getServiceDescriptor().getName());
            for (MethodDescriptor<?, ?> method : service.getServiceDescriptor().getMethods()) {
                String name = method.getFullMethodName();
                MethodType type = method.getType();
                policies.put(
                        name,
                        open ? new Policy(true, List.of(), List.of(), true, type) : of(name, contractOf(method), type));
            }
        }
        return Map.copyOf(policies);
    }

    static Policy of(String method, MethodOptions contract, MethodType type) {
        MethodPolicy policy = contract.getExtension(PolicyProto.method);
        if (policy.getScopesCount() == 0) {
            throw new IllegalStateException(
                    "%s: no scope (expected: option (polyrpc.policy.v1.method))".formatted(method));
        }
        if (contract.getIdempotencyLevel() == IdempotencyLevel.IDEMPOTENCY_UNKNOWN) {
            throw new IllegalStateException("%s: no option idempotency_level".formatted(method));
        }
        return new Policy(
                false,
                List.copyOf(policy.getScopesList()),
                List.copyOf(policy.getPeersList()),
                contract.getIdempotencyLevel() == IdempotencyLevel.NO_SIDE_EFFECTS,
                type);
    }

    static MethodOptions contractOf(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
                ? contract.getMethodDescriptor().getOptions()
                : MethodOptions.getDefaultInstance();
    }
}
