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

    /** The sum of all series that begin so; without any the reading would be a 0 that means nothing. */
    static double sum(ChildProcess service, String series) throws IOException, InterruptedException {
        URI metrics = URI.create("http://localhost:%d/metrics".formatted(service.port("admin")));
        double[] values = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IOException("%s: no series %s (expected: at least one)".formatted(metrics, series));
        }
        return Arrays.stream(values).sum();
    }
}
