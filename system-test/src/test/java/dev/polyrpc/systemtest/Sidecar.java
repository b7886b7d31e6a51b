package dev.polyrpc.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The Envoy beside one program, started as scripts/up starts it, but on a port that was free. */
final class Sidecar {
    /** Whether the programs run with sidecars, as {@code -Dpolyrpc.sidecars=true} says. */
    static final boolean WANTED = Boolean.getBoolean("polyrpc.sidecars");

    private final Envoy envoy;
    private final String name;
    private final Path folder;
    private final Map<String, String> values;

    private Sidecar(Envoy envoy, String name, Path folder, Map<String, String> values) {
        this.envoy = envoy;
        this.name = name;
        this.folder = folder;
        this.values = values;
    }

    /**
     * Starts the sidecar of a program; does not wait for it.
     *
     * @param policy the file that says who is denied
     * @param values what envoy/render wants to know beside its folders
     */
    static Sidecar start(Built program, Path folder, Path policy, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0", "UNDER_WAY", "4096"));
        all.putAll(values);
        all.put("SOCKETS", folder.toString());
        Envoy.render(program.label(), folder, all);
        return new Sidecar(
                Envoy.start(program.label(), program.label() + "-sidecar", folder, "--policy", policy.toString()),
                program.label(),
                folder,
                all);
    }

    /** What a program must know of its sidecar: where it is called by it, and where it calls. */
    static Map<String, String> settings(Built program, Path folder) {
        Map<String, String> settings = new HashMap<>();
        Path heard = folder.resolve(program.label() + ".sock");
        settings.put(program.setting("GRPC_SOCKET"), heard.toString());
        if (program == Built.RETURN) {
            settings.put(program.setting("PRODUCT_MGMT_ADDRESS"), "unix:" + folder.resolve("return-outbound.sock"));
        }
        return settings;
    }

    RunningProgram process() {
        return envoy.process();
    }

    /** Waits until callers are let in; answers the port. */
    int awaitPort() {
        return envoy.awaitPort("inbound");
    }

    /** Has another Envoy take over from it, with its configuration anew: the port that it has found is fixed then. */
    void restartHot() throws IOException {
        values.put("PORT", String.valueOf(awaitPort()));
        Envoy.render(name, folder, values);
        process().hangUp();
    }

    /** Asks for another Envoy with a configuration that is none. */
    void restartTorn() throws IOException {
        Path configuration = folder.resolve(name + "-sidecar.yaml");
        Files.writeString(
                configuration, Files.readString(configuration).replace("type: STRICT_DNS", "type: NO_SUCH_TYPE"));
        process().hangUp();
    }

    /** What its admin socket answers to a GET. */
    String ask(String path) {
        return envoy.ask(path);
    }

    /** The counter or gauge of this name. */
    long stat(String name) {
        return envoy.stat(name);
    }
}
