package dev.polyrpc.gateway.graph;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches fields of GraphQL types that are views of protobuf messages, each from the message's field of the same name.
 * A field that neither has such a counterpart nor is wired by hand stops the start.
 */
final class ProtoFields implements WiringFactory {
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private final Map<String, Descriptor> messages;

    /** Makes a factory for the GraphQL types and the messages that they are views of. */
    ProtoFields(Map<String, Descriptor> messages) {
        this.messages = Map.copyOf(messages);
    }

    @Override
    public @Nullable DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
        if (!(environment.getParentType() instanceof ObjectTypeDefinition)) {
            return null; // an interface's field is fetched from the object that implements it
        }
        String type = environment.getParentType().getName();
        String name = environment.getFieldDefinition().getName();
        Descriptor message = messages.get(type);
        FieldDescriptor field = message == null ? null : message.findFieldByName(snakeCase(name));
        if (field == null) {
            throw new IllegalStateException("field %s.%s has no fetcher".formatted(type, name));
        }
        boolean nullable = !GraphQLTypeUtil.isNonNull(environment.getFieldType());
        Function<Object, @Nullable Object> translation = translation(field, nullable);
        return SourceField.of(Message.class, source -> value(source, field, translation));
    }

    private static @Nullable Object value(
            Message message, FieldDescriptor field, Function<Object, @Nullable Object> translation) {
        return field.hasPresence() && !message.hasField(field) ? null : translation.apply(message.getField(field));
    }

    private static Function<Object, @Nullable Object> translation(FieldDescriptor field, boolean nullable) {
        if (field.isRepeated()) {
            return value -> value;
        }
        return switch (field.getJavaType()) {
            case ENUM -> value -> enumName((EnumValueDescriptor) value);
            case MESSAGE -> value -> value instanceof Timestamp time ? dateTime(time) : value;
            case STRING -> nullable ? value -> "".equals(value) ? null : value : value -> value;
            default -> value -> value;
        };
    }

    private static Object dateTime(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC);
    }

    /** The GraphQL name of an enum's value: without the prefix that protobuf wants; not said is null. */
    private static @Nullable String enumName(EnumValueDescriptor value) {
        return value.getNumber() == 0
                ? null
                : value.getName()
                        .substring(enumPrefix(value.getType().getName()).length());
    }

    /** What every value of a protobuf enum starts with: {@code RETURN_STATE_} for {@code ReturnState}. */
    static String enumPrefix(String enumName) {
        return snakeCase(enumName).toUpperCase(Locale.ROOT) + "_";
    }

    private static String snakeCase(String camelCase) {
        return HUMP.matcher(camelCase).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
