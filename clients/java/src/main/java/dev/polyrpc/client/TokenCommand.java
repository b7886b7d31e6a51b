package dev.polyrpc.client;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints an access token. */
@Command(
        name = "token",
        description = "Prints an access token.",
        footer = {"", "Example: polyrpc token --client=alice --audience=return --scope=returns:read"})
final class TokenCommand implements Callable<Integer> {
    private static final Set<String> AUDIENCES = Set.of("gateway", "product-mgmt", "return");

    private final Invocation invocation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--audience", paramLabel = "NAME", description = "gateway, product-mgmt or return.")
    private String audience = "gateway";

    @Option(names = "--scope", paramLabel = "SCOPES", description = "Space separated; empty: all that it may hold.")
    private String scope = "";

    TokenCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Set<String> scopes = scope.isBlank() ? Set.of() : Set.of(scope.strip().split(" +"));
        try (Session caller = invocation.session()) {
            spec.commandLine().getOut().println(caller.token(audience, scopes));
        } catch (CompletionException e) {
            throw explained(e, invocation.client(), audience, scope.strip());
        }
        return 0;
    }

    /** Says which option the token service refuses, where it is one; else the problem as it is. */
    static RuntimeException explained(RuntimeException problem, String client, String audience, String scope) {
        return switch (Refusal.of(problem).reason()) {
            case "TOKEN_SERVICE_REFUSED" ->
                AUDIENCES.contains(audience)
                        ? problem
                        : new IllegalArgumentException(
                                "audience: %s (expected: gateway, product-mgmt or return)".formatted(audience));
            case "SCOPE_MISSING" ->
                new Failure(
                        Kind.DENIED,
                        "SCOPE_NOT_ALLOWED",
                        "scope: %s (expected: only scopes that %s may hold)".formatted(scope, client));
            default -> problem;
        };
    }
}
