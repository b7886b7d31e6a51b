package dev.polyrpc.kit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import dev.polyrpc.proto.policy.v1.MethodPolicy;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every method of every contract says who may call it, and whether it may be called again. */
class ContractTest {
    private static final List<String> SCOPES = List.of(
            "product:read",
            "product:write",
            "stock:adjust",
            "stock:quarantine",
            "stock:settle",
            "returns:read",
            "returns:write",
            "returns:inspect");

    @TestFactory
    Stream<DynamicTest> everyMethod_hasPolicyAndIdempotency() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (FileDescriptorProto file : contracts().getFileList()) {
            for (ServiceDescriptorProto service : file.getServiceList()) {
                for (MethodDescriptorProto method : service.getMethodList()) {
                    String name = file.getPackage() + "." + service.getName() + "/" + method.getName();
                    tests.add(DynamicTest.dynamicTest(
                            name,
                            () -> assertThat(Policy.of(name, method.getOptions(), false, false)
                                            .scopes())
                                    .isSubsetOf(SCOPES)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    @Test
    void policy_withoutScope_throwsAndNamesMethod() {
        MethodOptions options = MethodOptions.newBuilder()
                .setIdempotencyLevel(IdempotencyLevel.NO_SIDE_EFFECTS)
                .build();
        assertThatThrownBy(() -> Policy.of("a.B/C", options, false, false)).hasMessageStartingWith("a.B/C: no scope");
    }

    @Test
    void policy_withoutIdempotency_throwsAndNamesMethod() {
        MethodOptions options = MethodOptions.newBuilder()
                .setExtension(
                        PolicyProto.method,
                        MethodPolicy.newBuilder().addScopes("product:read").build())
                .build();
        assertThatThrownBy(() -> Policy.of("a.B/C", options, false, false))
                .hasMessage("a.B/C: no option idempotency_level");
    }

    private static FileDescriptorSet contracts() throws IOException {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        PolicyProto.registerAllExtensions(registry);
        try (InputStream set = ContractTest.class.getResourceAsStream("/polyrpc.binpb")) {
            return FileDescriptorSet.parseFrom(set, registry);
        }
    }
}
