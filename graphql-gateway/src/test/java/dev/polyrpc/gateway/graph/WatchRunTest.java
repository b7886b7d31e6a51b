package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

final class WatchRunTest {
    @Test
    void call_thatCannotBeMade_endsTheWatch() {
        List<Throwable> ended = new ArrayList<>();
        RuntimeException fault = new IllegalStateException("the channel is closed");
        ResumedWatch<Long> watch = new ResumedWatch<>(0L, position -> position, event -> true, (after, begin) -> {
            throw fault;
        });

        watch.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription events) {
                events.request(1);
            }

            @Override
            public void onNext(Long event) {}

            @Override
            public void onError(Throwable thrown) {
                ended.add(thrown);
            }

            @Override
            public void onComplete() {}
        });

        assertThat(ended).containsExactly(fault);
    }
}
