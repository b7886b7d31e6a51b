package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The whole story, chapter by chapter; where a step does not hold, the rest of its chapter is left out. */
public final class Demo implements AutoCloseable {
    private static final String PRODUCT = "chai";
    private static final String WATCHED = "ikura";
    private static final String TWINNED = "tofu";
    private static final int QUANTITY = 2;

    private final Story story;
    private final Endpoints endpoints;
    private final Session alice;
    private final Session bob;
    private final Session warehouse;
    private final Session auditor;

    private Demo(Story story, Endpoints endpoints) throws IOException {
        this.story = story;
        this.endpoints = endpoints;
        this.alice = Session.open(endpoints, "alice");
        this.bob = Session.open(endpoints, "bob");
        this.warehouse = Session.open(endpoints, "warehouse");
        this.auditor = Session.open(endpoints, "auditor");
    }

    /** Plays the story; whether all of it held. */
    public static boolean play(Endpoints endpoints, Script script, PrintWriter out) throws IOException {
        Story story = new Story(out);
        try (Demo demo = new Demo(story, endpoints)) {
            if (!script.streamsAlone()) {
                demo.playCalls(script.catalogue());
            }
            demo.playStreams(script);
        }
        out.printf("%n%d steps held, %d did not%n", story.held(), story.failed());
        out.flush();
        return story.failed() == 0;
    }

    private void playCalls(Path catalogue) {
        ReturnChapter returns = new ReturnChapter(story, alice, warehouse, PRODUCT, QUANTITY);
        chapter(this::playTokens);
        chapter(() -> new CatalogueChapter(story, warehouse).play(catalogue));
        chapter(returns::playRestocked);
        chapter(returns::playWrittenOff);
        chapter(returns::playWithdrawn);
        chapter(() -> new GatewayChapter(story, endpoints, alice, bob).play(PRODUCT));
        playThrift();
        chapter(() -> new RefusalChapter(story, alice, warehouse, PRODUCT).play());
        chapter(() -> new CertificateChapter(story, endpoints, warehouse, PRODUCT).play());
    }

    private void playStreams(Script script) {
        chapter(() -> new ImportChapter(story, warehouse).play(script.catalogue()));
        if (script.streamsAlone()) { // else it was played before
            chapter(() -> new CatalogueChapter(story, warehouse).play(script.catalogue()));
        }
        chapter(() -> new StocktakeChapter(story, warehouse).play());
        chapter(() -> new DeskChapter(story, alice, warehouse, WATCHED).play());
        chapter(() -> new WatchChapter(story, endpoints, warehouse, auditor, WATCHED).play(script.restart()));
    }

    private void playThrift() {
        try (ThriftSession alicesThrift = alice.overThrift(endpoints);
                ThriftSession warehousesThrift = warehouse.overThrift(endpoints)) {
            chapter(() -> new ThriftChapter(story, alice, alicesThrift, warehouse, warehousesThrift, TWINNED).play());
            chapter(() -> new ThriftReturnChapter(story, alice, alicesThrift, TWINNED).play());
        }
        chapter(() -> new ThriftPollChapter(story, endpoints, warehouse, auditor, TWINNED).play());
    }

    private void playTokens() throws NotHeld {
        story.chapter("Tokens: each client proves who it is, and gets one for each service it means to call");
        for (Session client : List.of(alice, warehouse)) {
            for (String audience : List.of("product-mgmt", "return", "gateway")) {
                story.check(
                        "%s has a token for %s".formatted(client.name(), audience),
                        () -> client.token(audience, Set.of()));
            }
        }
    }

    /** Whatever a chapter throws was told: by its step, or else here. */
    private void chapter(Story.Check chapter) {
        try {
            chapter.run();
        } catch (NotHeld e) {
            story.detail("the rest of this chapter is left out");
        } catch (Exception e) {
            story.broken("what the chapter needs", e);
        }
    }

    @Override
    public void close() {
        List.of(alice, bob, warehouse, auditor).forEach(Session::close);
    }

    /**
     * What is played.
     *
     * @param catalogue products to load
     * @param streamsAlone whether the chapters without a stream are left out
     * @param restart command that restarts product management; empty: it is not restarted
     */
    public record Script(Path catalogue, boolean streamsAlone, String restart) {}
}
