package dev.polyrpc.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Envoy under its agent, and what its admin socket tells of it. */
final class Envoy {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RunningProgram process;
    private final Path admin;

    private Envoy(RunningProgram process, Path admin) {
        this.process = process;
        this.admin = admin;
    }

    /** Fills in the templates of {@code name} by envoy/render, with all its admin sockets and files in the folder. */
    static void render(String name, Path folder, Map<String, String> values) throws IOException {
        List<String> render =
                new ArrayList<>(List.of(ROOT.resolve("envoy/render").toString(), name, folder.toString()));
        render.add("ADMIN=" + admin(name, folder));
        values.forEach((key, value) -> render.add(key + "=" + value));
        RunningProgram rendering = RunningProgram.start("render", render, System.getenv(), folder);
        if (rendering.exit(LIMIT) != 0) {
            throw new IllegalStateException(rendering.tail());
        }
    }

    /**
     * Starts the Envoy of {@code name} with a rendered configuration; does not wait for it.
     *
     * @param label of the configuration's file and the process
     * @param arguments what the agent is to know beside
     */
    static Envoy start(String name, String label, Path folder, String... arguments) throws IOException {
        Path envoy = ROOT.resolve(".venv/bin/envoy");
        if (!Files.isExecutable(envoy)) {
            throw new IllegalStateException(envoy + ": no such program (expected: installed by `scripts/up --envoy`)");
        }
        List<String> command = new ArrayList<>(List.of(
                envoy.resolveSibling("python").toString(),
                ROOT.resolve("envoy/agent").toString()));
        command.addAll(List.of(arguments));
        Path admin = admin(name, folder);
        command.addAll(List.of(folder.resolve(label + ".yaml").toString(), admin.toString()));
        command.addAll(List.of(
                "--concurrency", "2", "--log-level", "warn", "--drain-time-s", "2", "--parent-shutdown-time-s", "3"));
        return new Envoy(RunningProgram.start(label, command, Map.of(), folder), admin);
    }

    RunningProgram process() {
        return process;
    }

    /** Waits until callers are let in; answers the port of that listener. */
    int awaitPort(String listener) {
        return Eventually.value("Envoy listens", LIMIT, () -> {
            if (!process.alive()) {
                throw new IllegalStateException(process.tail());
            }
            try {
                return Files.exists(admin) && ask("/ready").contains("LIVE") ? port(listener) : Optional.empty();
            } catch (UncheckedIOException e) { // the socket's file is there a moment before anybody listens
                return Optional.empty();
            }
        });
    }

    /** What its admin socket answers to a GET. */
    String ask(String path) {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(admin));
            String request = "GET %s HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n".formatted(path);
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The counter or gauge of this name. */
    long stat(String name) {
        return ask("/stats?filter=^" + name.replace(".", "\\.") + "$")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                .findFirst()
                .orElse(0);
    }

    private static Path admin(String name, Path folder) {
        return folder.resolve(name + "-admin.sock");
    }

    private Optional<Integer> port(String name) {
        String answer = ask("/listeners?format=json");
        try { // comes as one chunk, the size of which stands before the JSON
            for (JsonNode listener : new ObjectMapper()
                    .readTree(answer.substring(answer.indexOf('{')))
                    .path("listener_statuses")) {
                if (listener.path("name").asText().equals(name)) {
                    return Optional.of(listener.at("/local_address/socket_address/port_value")
                            .asInt());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
