package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Catalogue;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** What product management answers of a small catalogue, and of one of a million products. */
final class ProductsProbe implements Probe {
    private static final String FEW = "products-few";
    private static final String MANY = "products-many";
    private static final int SMALL = 1_000;
    private static final int LARGE = 1_000_000;
    private static final int TURNS = 3;
    private static final int LEARNING_MS = 15_000;
    private static final int LEAD_MS = 300;
    private static final int WINDOW_MS = 1_000;

    /** The others like the first, as the service would have written them. */
    private static final String MULTIPLY = """
            WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO product (product_id, name, category, quantity_per_unit, unit_price_cents,
              discontinued, revision, on_hand, quarantined, written_off, stock_version, create_time, update_time)
            SELECT printf('product-%%07d', i), printf('Chai no. %%07d', i), category, quantity_per_unit, unit_price_cents,
              discontinued, revision, on_hand, quarantined, written_off, stock_version, create_time, update_time
            FROM n JOIN product ON product_id = 'product-0000000'""".formatted(SMALL, LARGE - 1);

    private final Workshop workshop;
    private final Scale scale;
    private final Rounds rounds;

    ProductsProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.scale = arena.scale();
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P13");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("a catalogue of %,d products".formatted(LARGE));
        fill();
        List<String> tokens = workshop.tokens().readers(scale.subjects());
        try (Stack few = workshop.product(FEW, List.of());
                Stack many = workshop.product(MANY, List.of());
                GrpcClient<?, ?> ofFew = client(few, tokens, SMALL);
                GrpcClient<?, ?> ofMany = client(many, tokens, LARGE)) {
            progress.accept("products of few and of many");
            Windows.settle(new ClosedLoad(ofFew, scale.inFlight()), LEARNING_MS);
            Windows.of(new ClosedLoad(ofMany, scale.inFlight()), 0, LEARNING_MS);
            List<Figure> figures = rounds.interleaved(TURNS, List.of(() -> perSecond(ofFew), () -> perSecond(ofMany)));
            return List.of(
                    new Reading("P13", FEW, "products of 1,000, at random", "calls/s", figures.get(0)),
                    new Reading("P13", MANY, "products of 1,000,000, at random", "calls/s", figures.get(1)),
                    new Reading(
                            "P13",
                            "products-ratio",
                            "of these to those",
                            "",
                            figures.get(1).to(figures.get(0))));
        }
    }

    private void fill() throws IOException, InterruptedException {
        try (Stack filling = workshop.product(FEW, List.of());
                Connections connections = filling.connect(1)) {
            new Catalogue(connections, workshop.tokens().writer(), SMALL).create();
        }
        workshop.copyDatabase(FEW, MANY);
        Path file = workshop.folder().resolve(MANY + ".db");
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = database.createStatement()) {
            statement.executeUpdate(MULTIPLY);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private GrpcClient<?, ?> client(Stack product, List<String> tokens, int products) {
        return new GrpcClient<>(
                product.connect(scale.connections()), Callers.of(tokens), GrpcQuestions.of(Work.GET, products));
    }

    private double perSecond(GrpcClient<?, ?> client) throws IOException, InterruptedException {
        return Windows.of(new ClosedLoad(client, scale.inFlight()), LEAD_MS, WINDOW_MS)
                .perSecond();
    }
}
