package dev.polyrpc.gateway.graph;

import com.google.protobuf.Descriptors.EnumDescriptor;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fetches fields of GraphQL types that are views of protobuf messages, each from the message's field of the same name.
 * A field that neither has such a counterpart nor is wired by hand stops the start.
 */
final class ProtoFields implements WiringFactory {
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private final Map<String, Message> messages;

    /** Makes a factory for the GraphQL types and, each by any instance, the messages that they are views of. */
    ProtoFields(Map<String, Message> messages) {
        this.messages = Map.copyOf(messages);
    }

    @Override
    public @Nullable DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
        if (!(environment.getParentType() instanceof ObjectTypeDefinition)) {
            return null; // an interface's field is fetched from the object that implements it
        }
        String type = environment.getParentType().getName();
        String name = environment.getFieldDefinition().getName();
        Message message = messages.get(type);
        FieldDescriptor field =
                message == null ? null : message.getDescriptorForType().findFieldByName(snakeCase(name));
        if (message == null || field == null) {
            throw new IllegalStateException("field %s.%s has no fetcher".formatted(type, name));
        }
        boolean nullable = !GraphQLTypeUtil.isNonNull(environment.getFieldType());
        Function<Object, @Nullable Object> translation = translation(field, nullable);
        MessageGetter getter = MessageGetter.of(message.getClass(), field);
        return SourceField.of(Message.class, source -> value(getter.apply(source), translation));
    }

    private static @Nullable Object value(@Nullable Object found, Function<Object, @Nullable Object> translation) {
        return found == null ? null : translation.apply(found);
    }

    private static Function<Object, @Nullable Object> translation(FieldDescriptor field, boolean nullable) {
        if (field.isRepeated()) {
            return value -> value;
        }
        return switch (field.getJavaType()) {
            case ENUM -> {
                Map<String, String> names = enumNames(field.getEnumType());
                yield value -> names.get(((Enum<?>) value).name());
            }
            case MESSAGE -> value -> value instanceof Timestamp time ? dateTime(time) : value;
            case STRING -> nullable ? value -> "".equals(value) ? null : value : value -> value;
            default -> value -> value;
        };
    }

    private static Object dateTime(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC);
    }

    /** The GraphQL names of an enum's values, without the prefix that protobuf wants; what was not said has none. */
    private static Map<String, String> enumNames(EnumDescriptor type) {
        int prefix = enumPrefix(type.getName()).length();
        return type.getValues().stream()
                .filter(value -> value.getNumber() != 0)
                .collect(Collectors.toUnmodifiableMap(
                        EnumValueDescriptor::getName, value -> value.getName().substring(prefix)));
    }

    /** What every value of a protobuf enum starts with: {@code RETURN_STATE_} for {@code ReturnState}. */
    static String enumPrefix(String enumName) {
        return snakeCase(enumName).toUpperCase(Locale.ROOT) + "_";
    }

    private static String snakeCase(String camelCase) {
        return HUMP.matcher(camelCase).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
