package dev.polyrpc.systemtest.history;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The comparison by hand, of what {@code watch --json} wrote with the database of its service. */
public final class CompareHistory {
    private static final String USAGE = """
            Compares what a watcher wrote with --json with the events that the service keeps, and says what differs first.

            Usage: CompareHistory DATABASE RECORDING [--after N] [--product PRODUCT]... [--customer NAME]

            --after N       the watcher began after this position; default 0
            --product NAME  it asked for this product's changes alone
            --customer NAME it was this customer, who sees less than staff

            Exit: 0 each event once, in order and as it is kept; 1 something differs; 2 misused""";

    private CompareHistory() {}

    /** Compares, says what came of it, and exits. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    static int run(List<String> args) {
        try {
            if (args.size() < 2 || args.size() % 2 != 0) {
                throw new IllegalArgumentException(USAGE);
            }
            Path database = Path.of(args.get(0));
            Watched watched = watched(args.subList(2, args.size()));
            List<Event> kept = EventTable.in(database).read(database, watched);
            List<Event> seen = Recording.read(Path.of(args.get(1)));
            Optional<String> difference = Histories.firstDifference(kept, seen);
            System.out.println(
                    difference.orElse("%d events, each once, in order and as it is kept".formatted(seen.size())));
            return difference.isPresent() ? 1 : 0;
        } catch (IllegalArgumentException | IOException | SQLException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static Watched watched(List<String> options) {
        long after = 0;
        Set<String> products = new HashSet<>();
        String customer = "";
        for (int i = 0; i < options.size(); i += 2) {
            String value = options.get(i + 1);
            switch (options.get(i)) {
                case "--after" -> after = Long.parseLong(value);
                case "--product" -> products.add(value);
                case "--customer" -> customer = value;
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        return new Watched(after, products, customer);
    }
}
