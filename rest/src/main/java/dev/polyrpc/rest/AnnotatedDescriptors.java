package dev.polyrpc.rest;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the rules into the descriptors, as if each stood in its .proto as the option {@code google.api.http}. */
final class AnnotatedDescriptors {
    private AnnotatedDescriptors() {}

    /** The contracts with their rules, without their comments: who transcodes reads none. */
    static FileDescriptorSet of(Contracts contracts, RestView view) {
        Map<String, HttpRule> rules = view.rules().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getFullName(), Map.Entry::getValue));
        FileDescriptorSet.Builder set = contracts.set().toBuilder();
        for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
            file.clearSourceCodeInfo();
            for (ServiceDescriptorProto.Builder service : file.getServiceBuilderList()) {
                for (MethodDescriptorProto.Builder method : service.getMethodBuilderList()) {
                    HttpRule rule = rules.get(file.getPackage() + "." + service.getName() + "." + method.getName());
                    if (rule != null) {
                        method.getOptionsBuilder().setExtension(AnnotationsProto.http, rule);
                    }
                }
            }
        }
        return set.build();
    }
}
