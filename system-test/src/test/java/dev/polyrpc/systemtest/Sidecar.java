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

/** The Envoy beside one program, started as scripts/up starts it, but on a port that was free. */
final class Sidecar {
    /** Whether the programs run with sidecars, as {@code -Dpolyrpc.sidecars=true} says. */
    static final boolean WANTED = Boolean.getBoolean("polyrpc.sidecars");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RunningProgram process;
    private final Path admin;

    private Sidecar(RunningProgram process, Path admin) {
        this.process = process;
        this.admin = admin;
    }

    /**
     * Starts the sidecar of a program; does not wait for it.
     *
     * @param values what envoy/render wants to know beside its folders
     */
    static Sidecar start(Built program, Path folder, Map<String, String> values) throws IOException {
        Path admin = folder.resolve(program.label() + "-admin.sock");
        List<String> render = new ArrayList<>(List.of(
                ROOT.resolve("envoy/render").toString(), program.label(), folder.toString(), "SOCKETS=" + folder));
        render.add("ADMIN=" + admin);
        values.forEach((key, value) -> render.add(key + "=" + value));
        RunningProgram rendering = RunningProgram.start("render", render, System.getenv(), folder);
        if (rendering.exit(LIMIT) != 0) {
            throw new IllegalStateException(rendering.tail());
        }
        Path envoy = ROOT.resolve(".venv/bin/envoy");
        if (!Files.isExecutable(envoy)) {
            throw new IllegalStateException(envoy + ": no such program (expected: installed by `scripts/up --envoy`)");
        }
        String label = program.label() + "-sidecar";
        String configuration = folder.resolve(label + ".yaml").toString();
        return new Sidecar(
                RunningProgram.start(
                        label,
                        List.of(envoy.toString(), "-c", configuration, "--use-dynamic-base-id", "--log-level", "warn"),
                        Map.of(),
                        folder),
                admin);
    }

    RunningProgram process() {
        return process;
    }

    /** Waits until callers are let in; answers the port. */
    int awaitPort() {
        return Eventually.value("the sidecar listens", LIMIT, () -> {
            if (!process.alive()) {
                throw new IllegalStateException(process.tail());
            }
            return Files.exists(admin) && ask("/ready").contains("LIVE") ? inboundPort() : Optional.empty();
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

    private Optional<Integer> inboundPort() {
        String answer = ask("/listeners?format=json");
        try { // comes as one chunk, the size of which stands before the JSON
            for (JsonNode listener : new ObjectMapper()
                    .readTree(answer.substring(answer.indexOf('{')))
                    .path("listener_statuses")) {
                if (listener.path("name").asText().equals("inbound")) {
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
