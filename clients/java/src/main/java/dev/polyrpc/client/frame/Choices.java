package dev.polyrpc.client.frame;

import com.google.protobuf.ProtocolMessageEnum;
import dev.polyrpc.client.output.Words;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of a contract's enum as people say them: {@code wrong-item} is RETURN_REASON_WRONG_ITEM. Immutable. */
public class Choices<E extends Enum<E> & ProtocolMessageEnum> implements Iterable<String>, ITypeConverter<E> {
    private final List<E> values;

    /** All values but the one that says nothing. */
    protected Choices(Class<E> type) {
        this.values = Arrays.stream(type.getEnumConstants())
                .filter(value -> !value.name().equals("UNRECOGNIZED") && value.getNumber() != 0)
                .toList();
    }

    @Override
    public E convert(String word) {
        return values.stream()
                .filter(value -> Words.of(value).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("%s (expected: %s)".formatted(word, String.join(", ", this))));
    }

    @Override
    public Iterator<String> iterator() {
        return values.stream().map(Words::of).iterator();
    }
}
