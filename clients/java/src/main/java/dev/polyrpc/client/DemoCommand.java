package dev.polyrpc.client;

import dev.polyrpc.client.demo.Demo;
import dev.polyrpc.client.frame.Invocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays the story on the running system. */
@Command(
        name = "demo",
        description = "Plays the whole story on the running system, and checks each step.",
        footer = {"", "Example: polyrpc demo --catalogue=catalogue/northwind.csv"})
final class DemoCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--catalogue", paramLabel = "FILE", description = "Products to load. Default: ${DEFAULT-VALUE}.")
    private Path catalogue = Path.of("catalogue/northwind.csv");

    @Option(names = "--streaming", description = "Only the chapters on streams.")
    private boolean streaming;

    @Option(
            names = "--restart",
            paramLabel = "COMMAND",
            description = "Restarts product management, under a watcher's eyes. Default: it is not restarted.")
    private String restart = "";

    DemoCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        return Demo.play(
                        invocation.endpoints(),
                        new Demo.Script(catalogue, streaming, restart),
                        spec.commandLine().getOut())
                ? 0
                : 1;
    }
}
