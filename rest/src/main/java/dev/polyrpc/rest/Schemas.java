package dev.polyrpc.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Schemas of messages as proto3 JSON writes them. Gathers those that are referred to; used by one thread. */
final class Schemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Comments comments;
    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, String> fullNames = new HashMap<>();

    Schemas(Comments comments) {
        this.comments = comments;
    }

    /** A reference to a message's schema, which is then among those that are gathered. */
    ObjectNode of(Descriptor message) {
        String other = fullNames.putIfAbsent(message.getName(), message.getFullName());
        if (other != null && !other.equals(message.getFullName())) {
            throw new IllegalArgumentException("%s and %s: one name".formatted(other, message.getFullName()));
        }
        if (!named.containsKey(message.getName())) {
            ObjectNode schema = JSON.objectNode().put("type", "object").put("description", comments.of(message));
            named.put(message.getName(), schema); // before its fields: one of them may lead back to it
            ObjectNode properties = schema.putObject("properties");
            message.getFields().forEach(field -> properties.set(field.getJsonName(), described(field)));
        }
        return reference(message.getName());
    }

    /** The schema of a field's value, with what the contract says of the field. */
    ObjectNode described(FieldDescriptor field) {
        return of(field).put("description", comments.of(field));
    }

    /** The schema of a field's value. */
    ObjectNode of(FieldDescriptor field) {
        if (field.isMapField()) {
            throw new IllegalArgumentException(field.getFullName() + ": no contract has a map");
        }
        if (!field.isRepeated()) {
            return one(field);
        }
        ObjectNode list = JSON.objectNode().put("type", "array");
        list.set("items", one(field));
        return list;
    }

    /** All schemas that were referred to, by their names. */
    ObjectNode all() {
        ObjectNode all = JSON.objectNode();
        named.forEach(all::set);
        return all;
    }

    private ObjectNode one(FieldDescriptor field) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            return message(field.getMessageType());
        }
        return switch (field.getJavaType()) {
            case INT -> JSON.objectNode().put("type", "integer").put("format", "int32");
            case LONG -> JSON.objectNode().put("type", "string").put("format", "int64");
            case BOOLEAN -> JSON.objectNode().put("type", "boolean");
            case STRING -> JSON.objectNode().put("type", "string");
            case ENUM -> enumeration(field.getEnumType());
            case FLOAT, DOUBLE, BYTE_STRING, MESSAGE ->
                throw new IllegalArgumentException(field.getFullName() + ": no contract has a " + field.getType());
        };
    }

    private ObjectNode message(Descriptor message) {
        return switch (message.getFullName()) {
            case "google.protobuf.Timestamp" ->
                JSON.objectNode().put("type", "string").put("format", "date-time");
            case "google.protobuf.FieldMask" -> JSON.objectNode().put("type", "string");
            default -> of(message);
        };
    }

    private ObjectNode enumeration(EnumDescriptor enumeration) {
        if (!named.containsKey(enumeration.getName())) {
            ObjectNode schema = JSON.objectNode().put("type", "string");
            StringBuilder description = new StringBuilder(comments.of(enumeration)).append("\n");
            var values = schema.putArray("enum");
            for (EnumValueDescriptor value : enumeration.getValues()) {
                values.add(value.getName());
                description.append("\n- `%s`: %s".formatted(value.getName(), comments.of(value)));
            }
            named.put(enumeration.getName(), schema.put("description", description.toString()));
        }
        return reference(enumeration.getName());
    }

    private static ObjectNode reference(String name) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }
}
