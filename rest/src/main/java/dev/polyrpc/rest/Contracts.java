package dev.polyrpc.rest;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import dev.polyrpc.proto.policy.v1.MethodPolicy;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All contracts as the compiler describes them, comments included.
 *
 * @param set the descriptors as they were written, each behind those that it imports
 * @param files the same, linked
 */
record Contracts(FileDescriptorSet set, Collection<FileDescriptor> files) {
    private static final String DESCRIPTORS = "/polyrpc.binpb";

    /** Those on the class path. */
    static Contracts load() throws IOException {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        PolicyProto.registerAllExtensions(options);
        try (InputStream in = Contracts.class.getResourceAsStream(DESCRIPTORS)) {
            if (in == null) {
                throw new FileNotFoundException(DESCRIPTORS);
            }
            return of(FileDescriptorSet.parseFrom(in, options));
        }
    }

    /** What was parsed with the policy's extensions. */
    static Contracts of(FileDescriptorSet set) {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            try {
                files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            } catch (DescriptorValidationException e) {
                throw new IllegalArgumentException(file.getName(), e);
            }
        }
        return new Contracts(set, List.copyOf(files.values()));
    }

    List<ServiceDescriptor> services() {
        return files.stream().flatMap(file -> file.getServices().stream()).toList();
    }

    List<MethodDescriptor> methods() {
        return services().stream()
                .flatMap(service -> service.getMethods().stream())
                .toList();
    }

    static MethodPolicy policy(MethodDescriptor method) {
        return method.getOptions().getExtension(PolicyProto.method);
    }
}
