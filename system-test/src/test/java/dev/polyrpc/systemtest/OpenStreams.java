package dev.polyrpc.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many calls and watches a service has open, as its metrics tell whoever runs it. */
final class OpenStreams {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    private final URI metrics;

    OpenStreams(Landscape landscape, Built service) {
        this.metrics = URI.create("http://localhost:%d/metrics".formatted(landscape.adminPort(service)));
    }

    /** Calls of a method that have begun and not ended. */
    long calls(String method) {
        String text = text();
        String label = ".*grpc_method=\"[\\w.]+/%s\".*".formatted(method);
        return sum(text, "grpc_server_call_started_total", label)
                - sum(text, "grpc_server_call_duration_seconds_count", label);
    }

    /** Watches that are open. */
    long watches() {
        return sum(text(), "polyrpc_watches", ".*");
    }

    private static long sum(String text, String metric, String labels) {
        long sum = 0;
        Matcher line = Pattern.compile("^%s(\\{.*\\})? ([0-9.eE+]+)".formatted(metric), Pattern.MULTILINE)
                .matcher(text);
        while (line.find()) {
            if (line.group(1) == null || line.group(1).matches(labels)) {
                sum += Math.round(Double.parseDouble(line.group(2)));
            }
        }
        return sum;
    }

    private String text() {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(metrics).timeout(LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading metrics", e);
        }
    }
}
