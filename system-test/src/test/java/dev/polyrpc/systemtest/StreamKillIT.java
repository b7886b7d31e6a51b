package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code kill -9} of either service while streams of every kind run over them, all held by the Java client as a user would
 * run it. {@code -Dpolyrpc.seed=N} repeats the moments.
 */
class StreamKillIT {
    private static final int EACH = 5;
    private static final int TRIES = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What is under way when a service dies; always watches, with these a stream of items too. */
    private enum Under {
        WATCH,
        IMPORT,
        DESK
    }

    /** One kill: who dies, in the midst of what, after how many more events, and how far into an import. */
    private record Moment(Built victim, Under stream, int events, double part) {}

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    @Test
    void kill_atTwentyMoments_losesAndDoublesNothing() { // I1, I2, I3, I4, I6, DOM-5, DOM-9
        long seed = Long.getLong("polyrpc.seed", new SecureRandom().nextLong());
        System.out.printf("StreamKillIT: moments drawn from -Dpolyrpc.seed=%d%n", seed);
        Random random = new Random(seed);
        Adjustments adjustments = new Adjustments(landscape, random.nextLong());
        Stream.of(Workload.PRODUCTS, Stocktakes.SHELVES).flatMap(List::stream).forEach(product -> {
            create(product);
            adjustments.adjust(product); // before any watch
        });
        Imports imports = new Imports(landscape, random.nextLong());
        Stocktakes stocktakes = new Stocktakes(landscape, random.nextLong());
        List<Submissions> submissions = List.of(
                new Submissions(landscape, "alice", random.nextLong()),
                new Submissions(landscape, "bob", random.nextLong()));

        try (Watchers watchers = Watchers.start(landscape);
                Rounds rounds = new Rounds()) {
            Inspections inspections = new Inspections(landscape, random.nextLong());
            rounds.begin(adjustments::round);
            rounds.begin(imports::round);
            rounds.begin(stocktakes::round);
            submissions.forEach(customer -> rounds.begin(customer::round));
            rounds.begin(inspections::inspect);
            rounds.begin(inspections::withdraw);
            for (Moment moment : moments(random)) {
                strike(moment, watchers, rounds, imports, inspections);
            }
            rounds.stop();
            awaitQuiet();
            inspections.finish();
            awaitQuiet();
            adjustments.adjust("chai"); // whatever comes twice has come before these
            submissions.forEach(Submissions::submitUnknown);
            watchers.awaitLast();

            System.out.printf(
                    "StreamKillIT: %s; %s; %s; %s; %s%n  %s%n",
                    imports, adjustments, stocktakes, submissions, inspections, watchers);
            watchers.check();
            inspections.check();
        }
        imports.check();
        adjustments.check();
        stocktakes.check();
        submissions.forEach(Submissions::check);
        Invariants.check(landscape.database(Built.PRODUCT_MGMT), landscape.database(Built.RETURN));
    }

    /** Half of the kills for each service, and half of them in the midst of a stream of items; in an order that is drawn. */
    private static List<Moment> moments(Random random) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            moments.add(moment(Built.PRODUCT_MGMT, Under.IMPORT, random));
            moments.add(moment(Built.PRODUCT_MGMT, Under.WATCH, random));
            moments.add(moment(Built.RETURN, Under.DESK, random));
            moments.add(moment(Built.RETURN, Under.WATCH, random));
        }
        Collections.shuffle(moments, random);
        return moments;
    }

    private static Moment moment(Built victim, Under stream, Random random) {
        return new Moment(victim, stream, 1 + random.nextInt(20), 0.05 + 0.85 * random.nextDouble());
    }

    /** Kills in mid-stream for certain: tries again where the stream was over first, and fails where it always is. */
    private static void strike(
            Moment moment, Watchers watchers, Rounds rounds, Imports imports, Inspections inspections) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            watchers.awaitFlow(moment.victim(), moment.events(), rounds::check);
            boolean hit = switch (moment.stream()) {
                case WATCH -> kill(moment.victim());
                case IMPORT -> killInMidImport(moment, rounds, imports);
                case DESK -> killAtTheDesk(moment, rounds, inspections);
            };
            landscape.start(moment.victim());
            landscape.reconnect();
            if (hit) {
                return;
            }
        }
        throw new AssertionError("%s: not hit in %d tries".formatted(moment, TRIES));
    }

    private static boolean kill(Built victim) {
        landscape.process(victim).kill();
        System.out.printf("StreamKillIT: killed %s under watches%n", victim.label());
        return true;
    }

    /** Kills when an import has just brought more than the last kill left; a hit when part of it had not come. */
    private static boolean killInMidImport(Moment moment, Rounds rounds, Imports imports) {
        long part = Math.round(moment.part() * Imports.GOOD);
        int begun = imports.edition();
        long left = imports.arrived(begun);
        int edition = Eventually.value("an import is under way", LIMIT, () -> {
            rounds.check();
            int current = imports.edition();
            long arrived = imports.arrived(current);
            boolean flows = arrived >= part && arrived < Imports.GOOD && (current > begun || arrived > left);
            return flows ? Optional.of(current) : Optional.empty();
        });
        landscape.process(moment.victim()).kill();
        long arrived = imports.arrived(edition);
        boolean hit = arrived < Imports.GOOD;
        System.out.printf(
                "StreamKillIT: killed %s when %d of %d lines of edition %d had come%s%n",
                moment.victim().label(), arrived, Imports.GOOD, edition, hit ? "" : ": too late");
        return hit;
    }

    /** Kills while the desk waits for an answer; a hit when it never had it over the stream that it lost. */
    private static boolean killAtTheDesk(Moment moment, Rounds rounds, Inspections inspections) {
        Eventually.until("a verdict is under way", LIMIT, () -> {
            rounds.check();
            return inspections.underWay();
        });
        long losses = inspections.losses();
        long told = inspections.told();
        landscape.process(moment.victim()).kill();
        Eventually.until("the desk has lost its stream", LIMIT, () -> inspections.losses() > losses);
        Inspections.Unheard unheard = inspections.unheard(told);
        System.out.printf(
                "StreamKillIT: killed %s under the desk: %s%n", moment.victim().label(), unheard);
        return unheard.all() > 0;
    }

    private static void awaitQuiet() {
        try (Books books = Books.open(landscape.database(Built.RETURN))) {
            Eventually.until(
                    "no return is in a middle state",
                    LIMIT,
                    () -> books.midSteps().isEmpty());
        }
    }

    private static void create(String product) {
        landscape
                .products("warehouse")
                .createProduct(CreateProductRequest.newBuilder()
                        .setProduct(Product.newBuilder().setProductId(product).setName(product))
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }
}
