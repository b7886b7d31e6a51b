package dev.polyrpc.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import io.grpc.BindableService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Both services over mutual TLS with a token service, their handlers a test's own, and the command line that calls them. */
public final class TestSystem implements AutoCloseable {
    private final TestIssuer issuer;
    private final List<TokenVerifier> verifiers = new ArrayList<>();
    private final GrpcServer products;
    private final GrpcServer returns;

    private TestSystem(BindableService productHandlers, BindableService returnHandlers) {
        issuer = TestIssuer.start()
                .granting(
                        "product:read",
                        "product:write",
                        "stock:adjust",
                        "returns:read",
                        "returns:write",
                        "returns:inspect");
        products = serve("product-mgmt", productHandlers);
        returns = serve("return", returnHandlers);
    }

    /** Starts it on free ports. */
    public static TestSystem start(BindableService products, BindableService returns) {
        return new TestSystem(products, returns);
    }

    /** What a verb printed, and ended with. */
    public record Run(int exit, String out, String err) {
        /** The lines of its answer. */
        public List<String> lines() {
            return out.lines().toList();
        }

        /** The lines of its stderr, each of which must be a JSON object. */
        public List<Struct> notes() {
            return err.lines().map(Run::object).toList();
        }

        private static Struct object(String line) {
            Struct.Builder object = Struct.newBuilder();
            try {
                JsonFormat.parser().merge(line, object);
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("no JSON: " + line, e);
            }
            return object.build();
        }
    }

    /** Runs a verb against this system. */
    public Run run(String... args) {
        List<String> all = new ArrayList<>(List.of(
                "--certificates=" + TestCertificates.directory(),
                "--token-service=" + issuer.uri(),
                "--product-address=localhost:" + products.port(),
                "--return-address=localhost:" + returns.port()));
        all.addAll(List.of(args));
        return runAnywhere(all.toArray(String[]::new));
    }

    /** Runs a verb behind a pipe that says so much. */
    public Run runFed(String input, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(args);
        } finally {
            System.setIn(before);
        }
    }

    /** Runs a verb that says itself where the system is, or needs none. */
    public static Run runAnywhere(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine polyrpc =
                PolyrpcCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = polyrpc.execute(args);
        return new Run(exit, out.toString(), err.toString());
    }

    /** Where it is. */
    public Endpoints endpoints() {
        return new Endpoints(
                TestCertificates.directory(),
                issuer.uri(),
                "localhost:" + products.port(),
                "localhost:" + returns.port(),
                "localhost:1",
                "localhost:1",
                URI.create("https://localhost:1"));
    }

    /** Its token service. */
    public TestIssuer issuer() {
        return issuer;
    }

    @Override
    public void close() {
        products.close();
        returns.close();
        verifiers.forEach(TokenVerifier::close);
        issuer.close();
    }

    private GrpcServer serve(String name, BindableService handlers) {
        TokenVerifier verifier =
                TokenVerifier.create(new VerifierConfig(issuer.issuer(), name + ".polyrpc.test"), issuer.keys());
        verifiers.add(verifier);
        try {
            return GrpcServer.builder(0, Guard.of(TestCertificates.identity(name), TestPolicy.of(name), verifier))
                    .add(handlers)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
