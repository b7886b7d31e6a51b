package dev.polyrpc.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The versions of what is measured, as the jars beside the programs tell by their names. */
final class Versions {
    private static final List<String> TOLD = List.of(
            "grpc-core", "libthrift", "vertx-core", "netty-handler", "protobuf-java", "graphql-java", "sqlite-jdbc");
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final List<String> PROGRAMS = List.of("benchmark", "graphql-gateway");

    private Versions() {}

    static Map<String, String> of(Path root, String commit) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("commit", commit);
        for (String program : PROGRAMS) {
            try (Stream<Path> jars =
                    Files.list(root.resolve(program).resolve("target").resolve("lib"))) {
                jars.map(jar -> JAR.matcher(jar.getFileName().toString()))
                        .filter(Matcher::matches)
                        .filter(jar -> TOLD.contains(jar.group(1)))
                        .forEach(jar -> versions.put(jar.group(1), jar.group(2)));
            } catch (IOException e) {
                versions.put(program, "unknown");
            }
        }
        return versions;
    }
}
