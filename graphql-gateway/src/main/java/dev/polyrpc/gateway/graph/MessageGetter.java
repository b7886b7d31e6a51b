package dev.polyrpc.gateway.graph;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a generated message by the message's own getter, which takes a fraction of what its reflection does. Null
 * where the field can be absent, and is. Safe for use by many threads.
 */
final class MessageGetter implements Function<Message, @Nullable Object> {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Function<Object, Object> getter;
    private final @Nullable Function<Object, Object> presence;

    private MessageGetter(Function<Object, Object> getter, @Nullable Function<Object, Object> presence) {
        this.getter = getter;
        this.presence = presence;
    }

    static MessageGetter of(Class<? extends Message> message, FieldDescriptor field) {
        String jsonName = field.getJsonName();
        String name = Character.toUpperCase(jsonName.charAt(0)) + jsonName.substring(1);
        return new MessageGetter(
                function(message, "get" + name + (field.isRepeated() ? "List" : "")),
                field.hasPresence() ? function(message, "has" + name) : null);
    }

    @Override
    public @Nullable Object apply(Message message) {
        return presence == null || Boolean.TRUE.equals(presence.apply(message)) ? getter.apply(message) : null;
    }

    /** A method without parameters as the compiler would have made it of a reference. */
    @SuppressWarnings("unchecked") // the call site makes a Function of that shape
    private static Function<Object, Object> function(Class<?> type, String method) {
        try {
            MethodHandle handle = LOOKUP.unreflect(type.getMethod(method));
            return (Function<Object, Object>) LambdaMetafactory.metafactory(
                            LOOKUP,
                            "apply",
                            MethodType.methodType(Function.class),
                            MethodType.methodType(Object.class, Object.class),
                            handle,
                            handle.type().wrap())
                    .getTarget()
                    .invoke();
        } catch (Throwable notGenerated) { // what a method handle declares
            throw new IllegalStateException("%s has no %s".formatted(type.getSimpleName(), method), notGenerated);
        }
    }
}
