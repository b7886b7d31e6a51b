package dev.polyrpc.client.bulk;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;

import dev.polyrpc.client.file.FileItem;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.View;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The refused lines of one file: the first are kept, the rest counted. Safe for use by many threads. */
public final class Refusals {
    /** How they are shown. */
    public static final View<ItemRefusal> VIEW = new View<>(
            List.of(
                    number("line", 8, ItemRefusal::getItem),
                    word("refused", 24, ItemRefusal::getReason),
                    text("why", 120, ItemRefusal::getMessage)),
            List.of());

    private static final int MOST_KEPT = 100;

    private final List<ItemRefusal> first = new ArrayList<>();
    private long count;

    /** What is said of a line that no item could be read from. */
    public static ItemRefusal unreadable(FileItem<?> line) {
        return ItemRefusal.newBuilder()
                .setItem(line.line())
                .setCode(Code.INVALID_ARGUMENT.value())
                .setReason("LINE_UNREADABLE")
                .setMessage(line.problem())
                .build();
    }

    /** Counts a line, and keeps it where it is one of the first. */
    public void add(ItemRefusal refusal) {
        add(1, List.of(refusal));
    }

    /** Counts lines, and keeps those that are told as far as they are of the first. */
    public synchronized void add(long more, List<ItemRefusal> told) {
        count += more;
        told.stream().limit(MOST_KEPT - first.size()).forEach(first::add);
    }

    /** How many there were. */
    public synchronized long count() {
        return count;
    }

    /** The first of them, by their lines. */
    public synchronized List<ItemRefusal> first() {
        return first.stream()
                .sorted(Comparator.comparingLong(ItemRefusal::getItem))
                .toList();
    }

    /** Shows them to people; a program finds them elsewhere. */
    public void show(Output output) {
        if (output.isJson() || count() == 0) {
            return;
        }
        output.line("");
        output.all(VIEW, first());
        if (count() > MOST_KEPT) {
            output.line("and %,d more".formatted(count() - MOST_KEPT));
        }
    }

    /** What the program ends with: 1 when a line was refused. */
    public int exitCode() {
        return count() == 0 ? 0 : 1;
    }
}
