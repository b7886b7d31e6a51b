package dev.polyrpc.client.policy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.polyrpc.proto.policy.v1.MethodPolicy;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the contract says of one method. Immutable.
 *
 * @param service the process that serves it, such as {@code return}
 * @param scopes the caller's token holds one of them
 * @param peers the only processes that may call; empty = all that the service admits
 * @param values values of its request that want a scope of their own
 */
record ContractMethod(
        String service, String name, String fullName, List<String> scopes, List<String> peers, List<Value> values) {
    ContractMethod {
        scopes = List.copyOf(scopes);
        peers = List.copyOf(peers);
        values = List.copyOf(values);
    }

    /** A value of an enum in a request, and the scope that the token must hold to ask for it. */
    record Value(String field, String name, String scope) {}

    /** All methods, in the order of the contracts. */
    static List<ContractMethod> all() {
        return Stream.concat(
                        of("product-mgmt", ProductMgmtServiceGrpc.getServiceDescriptor()),
                        of("return", ReturnServiceGrpc.getServiceDescriptor()))
                .toList();
    }

    private static Stream<ContractMethod> of(String service, ServiceDescriptor grpc) {
        ProtoServiceDescriptorSupplier contract =
                (ProtoServiceDescriptorSupplier) Objects.requireNonNull(grpc.getSchemaDescriptor());
        return contract.getServiceDescriptor().getMethods().stream().map(method -> of(service, method));
    }

    private static ContractMethod of(String service, MethodDescriptor method) {
        MethodPolicy policy = method.getOptions().getExtension(PolicyProto.method);
        return new ContractMethod(
                service,
                method.getName(),
                method.getService().getFullName() + "/" + method.getName(),
                policy.getScopesList(),
                policy.getPeersList(),
                values(method.getInputType()));
    }

    private static List<Value> values(Descriptor request) {
        return request.getFields().stream()
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.ENUM)
                .flatMap(field -> field.getEnumType().getValues().stream()
                        .filter(value -> !scope(value).isEmpty())
                        .map(value -> new Value(field.getName(), value.getName(), scope(value))))
                .toList();
    }

    private static String scope(EnumValueDescriptor value) {
        return value.getOptions().getExtension(PolicyProto.valueScope);
    }
}
