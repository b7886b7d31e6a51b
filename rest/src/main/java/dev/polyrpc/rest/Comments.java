package dev.polyrpc.rest;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the contracts say of each of their elements, as descriptions in Markdown. */
final class Comments {
    private final Map<String, Map<List<Integer>, String>> byFile = new HashMap<>();

    Comments(Contracts contracts) {
        for (FileDescriptorProto file : contracts.set().getFileList()) {
            byFile.put(
                    file.getName(),
                    file.getSourceCodeInfo().getLocationList().stream()
                            .filter(Location::hasLeadingComments)
                            .collect(Collectors.toMap(
                                    Location::getPathList, it -> paragraphs(it.getLeadingComments()), (a, b) -> a)));
        }
    }

    String of(ServiceDescriptor service) {
        return at(service.getFile(), FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex());
    }

    String of(MethodDescriptor method) {
        return at(
                method.getFile(),
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex());
    }

    /** Messages and enumerations stand at the top of their files, none in another: the lint sees to it. */
    String of(Descriptor message) {
        return at(message.getFile(), FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, message.getIndex());
    }

    String of(FieldDescriptor field) {
        return at(
                field.getFile(),
                FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER,
                field.getContainingType().getIndex(),
                DescriptorProto.FIELD_FIELD_NUMBER,
                field.getIndex());
    }

    String of(EnumDescriptor enumeration) {
        return at(enumeration.getFile(), FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, enumeration.getIndex());
    }

    String of(EnumValueDescriptor value) {
        return at(
                value.getFile(),
                FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER,
                value.getType().getIndex(),
                EnumDescriptorProto.VALUE_FIELD_NUMBER,
                value.getIndex());
    }

    private String at(FileDescriptor file, Integer... path) {
        return byFile.getOrDefault(file.getName(), Map.of()).getOrDefault(List.of(path), "");
    }

    /** Lines were broken for the file's width; what an empty line parts stays apart. */
    private static String paragraphs(String comment) {
        return comment.strip().replaceAll("(?m)^ ", "").replaceAll("(?<!\n)\n(?!\n)", " ");
    }
}
