package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The unary works, asked as JSON over HTTP/1.1. */
public final class RestRequests {
    private RestRequests() {}

    /** What a work asks of a catalogue of so many products, with one of these tokens; without where there are none. */
    public static Requests of(Work work, int products, List<String> tokens) {
        List<String> headers = tokens.isEmpty()
                ? List.of("")
                : tokens.stream()
                        .map(token -> "authorization: Bearer " + token + "\r\n")
                        .toList();
        return Templates.of(
                headers.stream()
                        .map(header -> request(work, header).getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                products);
    }

    private static String request(Work work, String header) {
        return switch (work) {
            case GET -> get("/v1/products/" + Templates.place(0), header);
            case LIST -> get("/v1/products?page_size=" + Work.PAGE, header);
            case BATCH_100 ->
                get(
                        IntStream.range(0, Work.BATCH)
                                .mapToObj(n -> "product_ids=" + Templates.place(n))
                                .collect(Collectors.joining("&", "/v1/products:batchGet?", "")),
                        header);
            case ADJUST ->
                post(
                        "/v1/products/%s:adjustInventory".formatted(Templates.place(0)),
                        header,
                        "{\"change\":1,\"requestId\":\"%s\"}".formatted(RequestIds.SAMPLE));
            case SERVER_STREAM, CLIENT_STREAM, BIDI ->
                throw new IllegalArgumentException("%s (expected: a unary work)".formatted(work));
        };
    }

    private static String get(String target, String header) {
        return "GET %s HTTP/1.1\r\nhost: localhost\r\n%s\r\n".formatted(target, header);
    }

    /** A POST with that body, which is JSON. */
    public static String post(String target, String header, String body) {
        return post(target, "application/json", header, body);
    }

    static String post(String target, String type, String header, String body) {
        return "POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: %s\r\ncontent-length: %d\r\n%s\r\n%s"
                .formatted(target, type, body.length(), header, body);
    }
}
