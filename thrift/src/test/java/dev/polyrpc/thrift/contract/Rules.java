package dev.polyrpc.thrift.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a message of proto/ has to look like in Thrift: by number, "name: type", with '?' where absence has a meaning. */
final class Rules {
    private static final Map<String, String> SCALARS =
            Map.of("STRING", "string", "BOOL", "bool", "INT32", "i32", "INT64", "i64");

    private Rules() {}

    static SortedMap<Integer, String> fields(Descriptor message) {
        SortedMap<Integer, String> fields =
                new TreeMap<>(Differences.ADDED.getOrDefault(message.getFullName(), Map.of()));
        for (FieldDescriptor field : message.getFields()) {
            if (field.getRealContainingOneof() == null) {
                fields.put(field.getNumber(), name(field) + ": " + type(field));
            }
        }
        for (OneofDescriptor oneof : message.getRealOneofs()) {
            fields.put(oneof.getField(0).getNumber(), oneof.getName() + ": " + Differences.union(oneof) + "?");
        }
        return fields;
    }

    /** A oneof's cases, which are the fields of its union. */
    static SortedMap<Integer, String> cases(OneofDescriptor oneof) {
        SortedMap<Integer, String> fields = new TreeMap<>();
        for (FieldDescriptor field : oneof.getFields()) {
            fields.put(field.getNumber(), name(field) + ": " + type(field));
        }
        return fields;
    }

    private static String name(FieldDescriptor field) {
        return isMessage(field, "google.protobuf.Timestamp") ? field.getName() + "_ms" : field.getName();
    }

    private static String type(FieldDescriptor field) {
        if (isMessage(field, "google.protobuf.FieldMask")) {
            return "list<string>";
        }
        if (field.isRepeated()) {
            return "list<" + single(field) + ">";
        }
        return field.hasPresence() ? single(field) + "?" : single(field);
    }

    private static String single(FieldDescriptor field) {
        String other = Differences.TYPES.get(field.getFullName());
        if (other != null) {
            return other;
        }
        return switch (field.getType()) {
            case MESSAGE ->
                isMessage(field, "google.protobuf.Timestamp") ? "i64" : Differences.struct(field.getMessageType());
            case ENUM -> field.getEnumType().getName();
            default -> SCALARS.getOrDefault(field.getType().name(), "no rule for " + field.getType());
        };
    }

    private static boolean isMessage(FieldDescriptor field, String fullName) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().equals(fullName);
    }
}
