package dev.polyrpc.client.frame;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Session;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every verb takes, and what they come to: a session and an output. For use by one thread. */
public final class Invocation {
    /** Who does what only customers do, unless somebody else is named. */
    public static final String CUSTOMER = "alice";

    private static final String STAFF = "warehouse";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec root = CommandSpec.create();

    @Option(
            names = "--client",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            completionCandidates = Clients.class,
            description =
                    "Who calls: ${COMPLETION-CANDIDATES}. Default: alice for what only customers do, else warehouse.")
    private @Nullable String client;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Answers as proto3 JSON, one object a line, and errors too.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            converter = TimeConverter.class,
            defaultValue = "10s",
            description = "The longest that a call may take, such as 500ms, 10s or 2m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--typing",
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "Stdin is a terminal: somebody types.")
    private boolean typing;

    @Option(names = "--width", hidden = true, description = "Characters of a line of the terminal; 0: there is none.")
    private int width;

    @Option(
            names = "--certificates",
            paramLabel = "FOLDER",
            defaultValue = "certs/out",
            description = "Certificates, as certs/make makes them. Default: ${DEFAULT-VALUE}.")
    private Path certificates = Path.of("certs/out");

    @Option(
            names = "--token-service",
            paramLabel = "URI",
            defaultValue = "https://localhost:7490",
            description = "The token service. Default: ${DEFAULT-VALUE}.")
    private URI tokenService = URI.create("https://localhost:7490");

    @Option(
            names = "--product-address",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7401",
            description = "Product management. Default: ${DEFAULT-VALUE}.")
    private String products = "localhost:7401";

    @Option(
            names = "--return-address",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7402",
            description = "Returns. Default: ${DEFAULT-VALUE}.")
    private String returns = "localhost:7402";

    @Option(
            names = "--product-thrift-address",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7411",
            description = "Product management's Thrift. Default: ${DEFAULT-VALUE}.")
    private String productsByThrift = "localhost:7411";

    @Option(
            names = "--return-thrift-address",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7412",
            description = "Returns' Thrift. Default: ${DEFAULT-VALUE}.")
    private String returnsByThrift = "localhost:7412";

    @Option(
            names = "--gateway",
            paramLabel = "URI",
            defaultValue = "https://localhost:7480",
            description = "The GraphQL gateway. Default: ${DEFAULT-VALUE}.")
    private URI gateway = URI.create("https://localhost:7480");

    /** Where the system is. */
    public Endpoints endpoints() {
        return new Endpoints(certificates, tokenService, products, returns, productsByThrift, returnsByThrift, gateway);
    }

    /** A session of the client that was named, else of the warehouse. */
    public Session session() {
        return session(STAFF);
    }

    /** A session of the client that was named, else of the one given. */
    public Session session(String unlessNamed) {
        return Session.open(endpoints(), client(unlessNamed), timeout);
    }

    /** The client that was named, else the warehouse. */
    public String client() {
        return client(STAFF);
    }

    /** The longest that a call may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Whether stdin is a terminal, so that somebody types. */
    public boolean isTyped() {
        return typing;
    }

    /** Where answers go. */
    public Output output() {
        return new Output(root.commandLine().getOut(), root.commandLine().getErr(), json, width);
    }

    private String client(String unlessNamed) {
        return client == null ? unlessNamed : client;
    }

    /** The clients that certs/make knows. */
    static final class Clients extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Clients() {
            super(List.of("alice", "bob", "warehouse", "auditor"));
        }
    }
}
