package dev.polyrpc.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program tells whoever runs it, in Prometheus' text form; asked anew each time. */
record Metrics(URI uri) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    static Metrics of(Landscape landscape, Built program) {
        return new Metrics(URI.create("http://localhost:%d/metrics".formatted(landscape.adminPort(program))));
    }

    /** The sum of a metric over all lines whose labels match. */
    long sum(String metric, String labels) {
        long sum = 0;
        Matcher line = Pattern.compile("^%s(\\{.*\\})? ([0-9.eE+]+)".formatted(metric), Pattern.MULTILINE)
                .matcher(text());
        while (line.find()) {
            if (line.group(1) == null || line.group(1).matches(labels)) {
                sum += Math.round(Double.parseDouble(line.group(2)));
            }
        }
        return sum;
    }

    /** The values of a label over all lines of a metric whose labels match. */
    Set<String> values(String metric, String label, String labels) {
        Set<String> values = new TreeSet<>();
        Matcher line = Pattern.compile("^(?:%s)(\\{.*\\}) ".formatted(metric), Pattern.MULTILINE)
                .matcher(text());
        while (line.find()) {
            Matcher value =
                    Pattern.compile("[{,]%s=\"([^\"]*)\"".formatted(label)).matcher(line.group(1));
            if (value.find() && line.group(1).matches(labels)) {
                values.add(value.group(1));
            }
        }
        return values;
    }

    private String text() {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading metrics", e);
        }
    }
}
