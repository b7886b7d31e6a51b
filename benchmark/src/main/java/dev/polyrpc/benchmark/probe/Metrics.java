package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.stack.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** Reads what a service counts of itself. */
final class Metrics {
    private Metrics() {}

    /** The sum of all series that begin so. */
    static double sum(ChildProcess service, String series) throws IOException, InterruptedException {
        URI metrics = URI.create("http://localhost:%d/metrics".formatted(service.port("admin")));
        return sum(
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                        .body(),
                series);
    }

    /** The same, of what was read; none is refused, as its 0 would say nothing. */
    static double sum(String metrics, String series) throws IOException {
        double[] values = metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IOException("no series %s (expected: at least one)".formatted(series));
        }
        return Arrays.stream(values).sum();
    }
}
