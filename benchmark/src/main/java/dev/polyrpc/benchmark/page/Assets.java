package dev.polyrpc.benchmark.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What a page is made of. */
final class Assets {
    private static final String MANIFEST = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    private static final String LIBRARY = "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

    private Assets() {}

    static String text(String name) {
        return read(name);
    }

    /** The charting library, fit to stand inside a page. */
    static String library() {
        Properties properties = new Properties();
        try (InputStream in = open(MANIFEST)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(LIBRARY.formatted(properties.getProperty("version"))).replace("</script", "<\\/script");
    }

    private static String read(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Assets.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("%s: not in the jar".formatted(name));
        }
        return in;
    }
}
