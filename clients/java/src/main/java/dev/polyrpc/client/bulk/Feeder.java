package dev.polyrpc.client.bulk;

import dev.polyrpc.client.stream.Exchange;
import java.util.function.Consumer;

/** Feeds an exchange from a thread of its own, while whoever asked takes the answers. */
public final class Feeder {
    private Feeder() {}

    /** Takes all answers to what the feeding submits; a feeding that fails fails this, once all was answered. */
    public static <A> void run(Exchange<?, A> exchange, Feeding feeding, Consumer<A> answers) throws Exception {
        Exception[] problem = new Exception[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        feeding.run();
                    } catch (Exception e) {
                        problem[0] = e;
                    } finally {
                        exchange.finish();
                    }
                },
                "feeder");
        thread.setDaemon(true); // where the exchange is given up, nobody waits for it
        thread.start();
        for (A answer = exchange.next(); answer != null; answer = exchange.next()) {
            answers.accept(answer);
        }
        thread.join();
        if (problem[0] != null) {
            throw problem[0];
        }
    }

    /** Submits items, waiting where there is no room for more. */
    @FunctionalInterface
    public interface Feeding {
        /** Submits all of them. */
        void run() throws Exception;
    }
}
