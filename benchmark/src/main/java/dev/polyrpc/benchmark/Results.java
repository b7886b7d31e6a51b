package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.RunReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The runs that are kept in a folder. Immutable. */
record Results(Path folder) {
    private static final String LINES = ".jsonl";

    /** Where a run's page lies: beside its lines. */
    static Path pageOf(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(LINES, ".html"));
    }

    /** Finds a run: a file, the name of one in the folder, or {@code latest}. */
    Path find(String name) throws IOException {
        if (name.equals("latest")) {
            List<Path> all = all();
            if (all.isEmpty()) {
                throw new IOException("%s: no run yet (expected: one that scripts/bench --quick leaves)"
                        .formatted(folder.normalize()));
            }
            return all.get(all.size() - 1);
        }
        return Stream.of(Path.of(name), folder.resolve(name), folder.resolve(name + LINES))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("%s: no such run (expected: a file, or a name in %s)".formatted(name, folder)));
    }

    Run read(String name) throws IOException {
        return RunReader.read(find(name));
    }

    private List<Path> all() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(LINES))
                    .sorted()
                    .toList();
        }
    }
}
