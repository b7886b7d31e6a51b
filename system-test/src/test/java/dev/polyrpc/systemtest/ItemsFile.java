package dev.polyrpc.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * A file of items with some bad lines among them, and its way through the Java client: to the end, however often the
 * client gives up in between.
 *
 * @param path the file
 * @param good lines that are to take effect
 * @param bad numbers of the lines that are not
 */
record ItemsFile(Path path, int good, Set<Long> bad) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int EXIT_REFUSED = 1;
    private static final int EXIT_UNREACHABLE = 3;

    /** Writes a file, the bad lines in places that are drawn. */
    static ItemsFile write(
            Path path, String header, int good, IntFunction<String> line, List<String> bad, Random random)
            throws IOException {
        List<Boolean> places = new ArrayList<>(Collections.nCopies(good, true));
        places.addAll(Collections.nCopies(bad.size(), false));
        Collections.shuffle(places, random);
        List<String> lines = new ArrayList<>(List.of(header));
        Set<Long> badLines = new TreeSet<>();
        int goodSoFar = 0;
        int badSoFar = 0;
        for (boolean isGood : places) {
            if (isGood) {
                lines.add(line.apply(goodSoFar++));
            } else {
                lines.add(bad.get(badSoFar++));
                badLines.add((long) lines.size());
            }
        }
        Files.write(path, lines);
        return new ItemsFile(path, good, badLines);
    }

    /** Sends it until the client says that it is through; answers the summary. */
    JsonNode send(Landscape landscape, String client, String... verb) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.add(path.toString());
        String file = path.getFileName() + ".answers";
        for (long end = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < end; ) {
            try (ClientProgram program = ClientProgram.start(landscape, file, client, words)) {
                int exit = program.exit(LIMIT);
                if (exit == EXIT_REFUSED && !program.answers().isEmpty()) {
                    return program.answers().get(program.answers().size() - 1);
                }
                if (exit != EXIT_UNREACHABLE) {
                    throw new AssertionError("%s: ended with %d (expected: %d, as it has bad lines)%n%s"
                            .formatted(path.getFileName(), exit, EXIT_REFUSED, program.notes()));
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos()); // nobody was there when it began
        }
        throw new AssertionError("%s: not through within %s".formatted(path.getFileName(), LIMIT));
    }

    /** The lines that a summary names. */
    static Set<Long> named(JsonNode summary) {
        Set<Long> lines = new TreeSet<>();
        summary.path("refusals")
                .forEach(refusal -> lines.add(refusal.path("item").asLong()));
        return lines;
    }
}
