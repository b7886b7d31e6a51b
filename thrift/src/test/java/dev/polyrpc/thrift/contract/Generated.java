package dev.polyrpc.thrift.contract;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.polyrpc.thrift.common.v1.CallContext;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.thrift.TEnum;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.TFieldRequirementType;
import org.apache.thrift.meta_data.EnumMetaData;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.FieldValueMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.MapMetaData;
import org.apache.thrift.meta_data.StructMetaData;
import org.apache.thrift.protocol.TType;

/** What Java was generated from the Thrift IDL, told in the words of {@link Rules}. */
final class Generated {
    private static final String ROOT = "dev.polyrpc.thrift.";

    private Generated() {}

    /** Where what stands in a .proto file has to stand in Thrift. */
    static String area(FileDescriptor file) {
        return file.getPackage().equals("polyrpc.item.v1")
                ? "common.v1"
                : file.getPackage().substring("polyrpc.".length());
    }

    /** Every struct, union, exception and enum, as "area.Name". */
    static SortedSet<String> types() throws IOException, URISyntaxException {
        Path classes = Path.of(CallContext.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/polyrpc/thrift");
        try (var files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.endsWith("Service.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(ROOT + name);
    }

    /** The fields of "area.Name", or of a method's "area.Service$method_args". */
    static SortedMap<Integer, String> fields(String name) throws ReflectiveOperationException {
        SortedMap<Integer, String> fields = new TreeMap<>();
        metadata(name).forEach((id, field) -> {
            boolean optional = field.requirementType == TFieldRequirementType.OPTIONAL;
            fields.put(
                    (int) id.getThriftFieldId(),
                    field.fieldName + ": " + type(field.valueMetaData) + (optional ? "?" : ""));
        });
        return fields;
    }

    @SuppressWarnings("unchecked") // the compiler gives every struct this field
    static Map<TFieldIdEnum, FieldMetaData> metadata(String name) throws ReflectiveOperationException {
        return (Map<TFieldIdEnum, FieldMetaData>)
                type(name).getField("metaDataMap").get(null);
    }

    static SortedMap<Integer, String> values(String name) throws ClassNotFoundException {
        SortedMap<Integer, String> values = new TreeMap<>();
        for (Object value : type(name).getEnumConstants()) {
            values.put(((TEnum) value).getValue(), value.toString());
        }
        return values;
    }

    private static String type(FieldValueMetaData value) {
        return switch (value.type) {
            case TType.STRING -> "string";
            case TType.BOOL -> "bool";
            case TType.I32 -> "i32";
            case TType.I64 -> "i64";
            case TType.ENUM -> ((EnumMetaData) value).enumClass.getSimpleName();
            case TType.STRUCT -> ((StructMetaData) value).structClass.getSimpleName();
            case TType.LIST -> "list<" + type(((ListMetaData) value).elemMetaData) + ">";
            case TType.MAP ->
                "map<" + type(((MapMetaData) value).keyMetaData) + "," + type(((MapMetaData) value).valueMetaData)
                        + ">";
            default -> "no word for type " + value.type;
        };
    }
}
