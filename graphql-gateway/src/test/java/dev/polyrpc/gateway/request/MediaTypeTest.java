package dev.polyrpc.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json, text/event-stream | JSON",
                "text/event-stream, application/json | EVENTS",
                "application/graphql-response+json, text/event-stream, application/json | GRAPHQL_RESPONSE",
                "text/event-stream;q=0.5, application/json;q=0.9 | JSON",
                "application/json;q=0.5, text/event-stream | EVENTS",
                "text/html, */*;q=0.1, text/event-stream;q=0.1 | JSON",
                "application/json;q=0, text/event-stream | EVENTS",
                "text/event-stream; charset=utf-8 | EVENTS",
                "TEXT/EVENT-STREAM | EVENTS",
                "'' | JSON"
            })
    void ofSeveralLikedAlike_theFirstListedIsGiven(String accept, MediaType given) {
        assertThat(MediaType.preferred(accept)).contains(given);
    }

    @ParameterizedTest
    @CsvSource({"text/html", "application/json;q=0", "application/json;q=x"})
    void noneLiked_noneIsGiven(String accept) {
        assertThat(MediaType.preferred(accept)).isEmpty();
    }
}
