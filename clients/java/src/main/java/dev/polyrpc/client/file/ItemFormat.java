package dev.polyrpc.client.file;

import com.google.protobuf.Message;
import java.util.List;
import java.util.function.Function;

/**
 * How an item of one kind stands in a file: as a row of these columns, or as its message in JSON.
 *
 * @param json an empty item
 * @param required columns that the header must name
 * @param optional columns that it may name
 * @param row makes an item of a row, throwing IllegalArgumentException where it cannot
 */
public record ItemFormat<Q extends Message>(
        Q json, List<String> required, List<String> optional, Function<Fields, Q> row) {
    /** Keeps copies. */
    public ItemFormat {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }
}
