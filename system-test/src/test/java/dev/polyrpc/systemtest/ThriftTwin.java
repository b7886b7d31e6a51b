package dev.polyrpc.systemtest;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TEnum;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.EnumMetaData;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.FieldValueMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.StructMetaData;

/**
 * Turns a message of one contract into that of the other, by the numbers of its fields: times are milliseconds in Thrift and
 * masks are lists of paths, all else is the same.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // structs of whatever type
final class ThriftTwin {
    private ThriftTwin() {}

    /** Fills an empty struct with what a message says. */
    static TBase toThrift(Message message, TBase struct) {
        message.getAllFields().forEach((field, value) -> {
            TFieldIdEnum id = struct.fieldForId(field.getNumber());
            if (id == null) {
                throw new AssertionError("%s is not in Thrift".formatted(field.getFullName()));
            }
            struct.setFieldValue(
                    id, field.isRepeated() ? list(struct, id, (List<?>) value) : one(value, meta(struct, id)));
        });
        return struct;
    }

    /** Fills the one field of an empty struct, a list of structs, with what messages say. */
    static TBase listOf(List<? extends Message> messages, TBase struct) {
        TFieldIdEnum id = struct.fieldForId(1);
        struct.setFieldValue(id, list(struct, id, messages));
        return struct;
    }

    /** The structs in the list that is a struct's first field. */
    static List<TBase> structs(TBase struct) {
        return (List<TBase>) struct.getFieldValue(struct.fieldForId(1));
    }

    /** Fills an empty message with what a struct says. */
    static Message toProto(TBase struct, Message.Builder message) {
        return read(struct, message.getDescriptorForType().getFields(), message).build();
    }

    /** Fills an empty message with what an answer to an item says: its number, and a union of what one of the message says. */
    static Message answerToProto(TBase answer, Message.Builder message) {
        List<FieldDescriptor> outcomes =
                message.getDescriptorForType().getOneofs().get(0).getFields();
        message.setField(
                message.getDescriptorForType().findFieldByName("item"), answer.getFieldValue(answer.fieldForId(1)));
        return read((TBase) answer.getFieldValue(answer.fieldForId(2)), outcomes, message)
                .build();
    }

    private static Message.Builder read(TBase struct, List<FieldDescriptor> fields, Message.Builder message) {
        for (FieldDescriptor field : fields) {
            TFieldIdEnum id = struct.fieldForId(field.getNumber());
            if (id == null) {
                throw new AssertionError("%s is not in Thrift".formatted(field.getFullName()));
            }
            if (!struct.isSet(id)) {
                continue;
            }
            Object value = struct.getFieldValue(id);
            if (field.isRepeated()) {
                ((List<?>) value).forEach(each -> message.addRepeatedField(field, one(each, field, message)));
            } else {
                message.setField(field, one(value, field, message));
            }
        }
        return message;
    }

    /** An empty struct of the type that a field has. */
    static TBase empty(TBase struct, TFieldIdEnum id) {
        return empty(((StructMetaData) meta(struct, id)).structClass);
    }

    private static List<?> list(TBase struct, TFieldIdEnum id, List<?> values) {
        FieldValueMetaData element = ((ListMetaData) meta(struct, id)).elemMetaData;
        return values.stream().map(value -> one(value, element)).toList();
    }

    private static Object one(Object value, FieldValueMetaData meta) {
        if (value instanceof Timestamp time) {
            return Timestamps.toMillis(time);
        }
        if (value instanceof FieldMask mask) {
            return mask.getPathsList();
        }
        if (value instanceof Message message) {
            return toThrift(message, empty(((StructMetaData) meta).structClass));
        }
        if (value instanceof EnumValueDescriptor number) {
            return constant(((EnumMetaData) meta).enumClass, number.getNumber());
        }
        return value;
    }

    private static Object one(Object value, FieldDescriptor field, Message.Builder of) {
        if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            return field.getEnumType().findValueByNumber(((TEnum) value).getValue());
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return value instanceof TEnum code ? code.getValue() : value; // a code of google.rpc is a number there
        }
        if (value instanceof Long millis) {
            return Timestamps.fromMillis(millis);
        }
        return toProto((TBase) value, of.newBuilderForField(field));
    }

    private static FieldValueMetaData meta(TBase struct, TFieldIdEnum id) {
        FieldMetaData meta = (FieldMetaData)
                FieldMetaData.getStructMetaDataMap(struct.getClass()).get(id);
        return meta.valueMetaData;
    }

    private static Object constant(Class<? extends TEnum> type, int number) {
        for (TEnum constant : type.getEnumConstants()) {
            if (constant.getValue() == number) {
                return constant;
            }
        }
        throw new AssertionError("%s has no %d".formatted(type.getSimpleName(), number));
    }

    private static TBase empty(Class<? extends TBase> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }
}
