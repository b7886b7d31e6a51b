package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What of the unary works the graph offers, asked with all fields of a product. */
public final class GraphqlRequests {
    /** What costs a server the least. */
    public static final String TYPENAME = "{ __typename }";

    /** Returns, each with its product: behind a gateway two calls. */
    public static final String RETURNS =
            "query Returns { returns(first: 50) { nodes { returnId order quantity reason customer state createTime product { productId name unitPriceCents stock { onHand quarantined } } } } }";

    private static final String PRODUCT =
            "productId name category quantityPerUnit unitPriceCents discontinued etag stock { onHand quarantined writtenOff stockVersion } createTime updateTime";
    private static final String GET = "query Get($id: ID!) { product(id: $id) { %s } }".formatted(PRODUCT);
    private static final String LIST =
            "query List { products(first: %d) { nodes { %s } } }".formatted(Work.PAGE, PRODUCT);
    private static final String ADJUST =
            "mutation Adjust($input: AdjustInventoryInput!) { adjustInventory(input: $input) { event { position productId cause change stock { onHand quarantined writtenOff stockVersion } initiatedBy eventTime } userErrors { message } } }";

    private GraphqlRequests() {}

    /** What a work asks of a catalogue of so many products, with one of these tokens. */
    public static Requests of(Work work, int products, List<String> tokens) {
        String body = body(work);
        return Templates.of(
                tokens.stream()
                        .map(token -> RestRequests.post("/graphql", "authorization: Bearer " + token + "\r\n", body)
                                .getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                products);
    }

    /** A question without variables, with one of these tokens. */
    public static Requests of(String query, List<String> tokens) {
        String body = body(query, "{}");
        return Templates.of(
                tokens.stream()
                        .map(token -> RestRequests.post("/graphql", "authorization: Bearer " + token + "\r\n", body)
                                .getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                1);
    }

    /** A question with its variables, as JSON. */
    public static String body(String query, String variables) {
        return "{\"query\":\"%s\",\"variables\":%s}".formatted(query, variables);
    }

    private static String body(Work work) {
        return switch (work) {
            case GET -> body(GET, "{\"id\":\"%s\"}".formatted(Templates.place(0)));
            case LIST -> body(LIST, "{}");
            case ADJUST ->
                body(
                        ADJUST,
                        "{\"input\":{\"productId\":\"%s\",\"change\":1,\"requestId\":\"%s\"}}"
                                .formatted(Templates.place(0), RequestIds.SAMPLE));
            case BATCH_100, SERVER_STREAM, CLIENT_STREAM, BIDI ->
                throw new IllegalArgumentException("%s (expected: get, list or adjust)".formatted(work));
        };
    }
}
