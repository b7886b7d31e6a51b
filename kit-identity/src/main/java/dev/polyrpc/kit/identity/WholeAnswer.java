package dev.polyrpc.kit.identity;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer with all of its body, in bounded time and size: a request's own time limit ends with the headers. */
final class WholeAnswer {
    static final int MOST_BYTES = 256 * 1024;

    private WholeAnswer() {}

    /** Sends; what has not come whole in that time is given up, and its connection with it. */
    static CompletionStage<HttpResponse<String>> of(HttpClient client, HttpRequest.Builder request, Duration limit) {
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request.timeout(limit).build(), head -> new Text());
        return sent.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> sent.cancel(true)); // changes nothing once it has come
    }

    /** The body of an answer 200; throws on any other. */
    static String text(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IOException("answer " + answer.statusCode()));
        }
        return answer.body();
    }

    /** A body as text, up to the bound. */
    private static final class Text implements BodySubscriber<String> {
        private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
        private @Nullable Subscription subscription;
        private int left = MOST_BYTES;

        @Override
        public CompletionStage<String> getBody() {
            return text.getBody();
        }

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
            text.onSubscribe(begun);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            if (left < 0) {
                return; // given up already
            }
            left -= part.stream().mapToInt(ByteBuffer::remaining).sum();
            if (left >= 0) {
                text.onNext(part);
                return;
            }
            if (subscription != null) {
                subscription.cancel();
            }
            text.onError(new IOException("answer: over %d bytes".formatted(MOST_BYTES)));
        }

        @Override
        public void onError(Throwable thrown) {
            text.onError(thrown);
        }

        @Override
        public void onComplete() {
            text.onComplete();
        }
    }
}
