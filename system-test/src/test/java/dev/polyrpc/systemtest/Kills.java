package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** {@code kill -9} of either service under load, again and again. {@code -Dpolyrpc.seed=N} repeats the moments. */
final class Kills {
    private static final int TRIES = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One kill: who dies, how many more returns are opened before, and whether it has to be in the midst of a step. */
    private record Moment(Built victim, int returnsBefore, boolean inMidStep) {}

    private final Landscape landscape;
    private final int kills;

    Kills(Landscape landscape, int kills) {
        this.landscape = landscape;
        this.kills = kills;
    }

    /** Strikes at as many moments, and looks whether anything was lost or done twice. */
    void strikeAndCheck() {
        long seed = Long.getLong("polyrpc.seed", new SecureRandom().nextLong());
        System.out.printf("Kills: moments drawn from -Dpolyrpc.seed=%d%n", seed);
        Random random = new Random(seed);
        Workload.PRODUCTS.forEach(this::create);

        Answers answers;
        try (Workload workload = Workload.start(landscape, random.nextLong())) {
            answers = workload.answers();
            for (Moment moment : moments(random)) {
                strike(moment, answers);
            }
            workload.stop();
        }
        System.out.printf("Kills: %s%n", answers);
        assertThat(answers.unexpected).isEmpty();
        awaitQuiet();
        Replays.check(landscape, answers);

        Invariants.check(landscape.database(Built.PRODUCT_MGMT), landscape.database(Built.RETURN));
        Truth truth = Truth.read(landscape, answers);
        truth.holdsAnswers();
        truth.holdsNothingElse();
    }

    private void create(String product) {
        landscape
                .products("warehouse")
                .createProduct(CreateProductRequest.newBuilder()
                        .setProduct(Product.newBuilder().setProductId(product).setName(product))
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }

    /** Half of the kills for each service, and half of them in the midst of a step; in an order that is drawn. */
    private List<Moment> moments(Random random) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            Built victim = i < kills / 2 ? Built.PRODUCT_MGMT : Built.RETURN;
            moments.add(new Moment(victim, 5 + random.nextInt(40), i % 2 == 0));
        }
        Collections.shuffle(moments, random);
        return moments;
    }

    private void strike(Moment moment, Answers answers) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            int goal = answers.opened.size() + moment.returnsBefore();
            Eventually.until("load goes on before " + moment, LIMIT, () -> answers.opened.size() >= goal);
            boolean hit = moment.inMidStep() ? killInMidStep(moment.victim()) : kill(moment.victim());
            landscape.start(moment.victim());
            landscape.reconnect();
            if (hit) {
                return;
            }
        }
        throw new AssertionError("%s: not hit in %d tries".formatted(moment, TRIES));
    }

    private boolean kill(Built victim) {
        landscape.process(victim).kill();
        System.out.printf("Kills: killed %s%n", victim.label());
        return true;
    }

    /** Kills as soon as a step is under way; false when that step was quicker than the kill. */
    private boolean killInMidStep(Built victim) {
        try (Books books = Books.open(landscape.database(Built.RETURN))) {
            Books.MidStep step = Eventually.moment("a step is under way", LIMIT, books::anyMidStep);
            landscape.process(victim).kill();
            boolean hit = books.midSteps().contains(step);
            System.out.printf(
                    "Kills: killed %s, return %s %s %s%n",
                    victim.label(), step.returnId(), hit ? "in mid-step" : "no longer", step.state());
            return hit;
        }
    }

    private void awaitQuiet() {
        try (Books books = Books.open(landscape.database(Built.RETURN))) {
            Eventually.until(
                    "no return is in a middle state",
                    LIMIT,
                    () -> books.midSteps().isEmpty());
        }
    }
}
