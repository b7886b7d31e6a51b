package dev.polyrpc.gateway.request;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the engine answers with as JSON: maps, lists and leaves, straight from hand to hand, as to look up how each kind of
 * value is written costs more than to write it. Safe for use by many threads.
 */
final class ResultJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BYTES = 2_000; // grows where the answer is longer

    private ResultJson() {}

    /** The value in UTF-8. */
    static byte[] bytes(Object value) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(BYTES)) {
            try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
                write(json, value);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("a result that is no JSON", e);
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Map<?, ?> object) {
            json.writeStartObject(object);
            for (Map.Entry<?, ?> member : object.entrySet()) {
                json.writeFieldName(String.valueOf(member.getKey()));
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray(list, list.size());
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else {
            json.writePOJO(value); // a truth value, another kind of number, or null
        }
    }
}
