package dev.polyrpc.client.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Values;
import java.util.Map;

/** Proto3 JSON on one line, default values and all. */
public final class Json {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

    private Json() {}

    /** One object, without a line break. */
    public static String of(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e); // no message of ours holds an Any
        }
    }

    /** One object of texts, in the order of the map. */
    public static String of(Map<String, String> fields) {
        Struct.Builder json = Struct.newBuilder();
        fields.forEach((name, value) -> json.putFields(name, Values.of(value)));
        return of(json);
    }
}
