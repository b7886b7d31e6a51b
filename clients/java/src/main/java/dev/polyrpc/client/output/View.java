package dev.polyrpc.client.output;

import java.util.List;

/**
 * How messages of one type are shown to people. Immutable.
 *
 * @param columns of a table of many
 * @param details of one by itself
 */
public record View<M>(List<Column<M>> columns, List<Detail<M>> details) {
    public View {
        columns = List.copyOf(columns);
        details = List.copyOf(details);
    }
}
