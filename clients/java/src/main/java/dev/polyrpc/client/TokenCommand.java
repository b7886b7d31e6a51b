package dev.polyrpc.client;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints an access token. */
@Command(
        name = "token",
        description = "Prints an access token.",
        footer = {"", "Example: polyrpc token --client=alice --audience=return --scope=returns:read"})
final class TokenCommand implements Runnable {
    private final Invocation invocation;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            completionCandidates = Audiences.class,
            description = "Who it is for: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String audience = "gateway";

    @Option(
            names = "--scope",
            paramLabel = "SCOPES",
            description = "What it allows, space separated. Default: all that the client may hold.")
    private String scope = "";

    TokenCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Set<String> scopes = scope.isBlank() ? Set.of() : Set.of(scope.strip().split(" +"));
        try (Session caller = invocation.session()) {
            String token = caller.token(audience, scopes);
            invocation.output().fields(Map.of("accessToken", token), token);
        } catch (CompletionException e) {
            throw explained(e, invocation.client(), audience, scope.strip());
        }
    }

    /** Says which option the token service refuses, where it is one; else the problem as it is. */
    static RuntimeException explained(RuntimeException problem, String client, String audience, String scope) {
        return switch (Refusal.of(problem).reason()) {
            case "TOKEN_SERVICE_REFUSED" ->
                new Audiences().contains(audience)
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

    /** Who takes tokens. */
    static final class Audiences extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Audiences() {
            super(List.of("gateway", "product-mgmt", "return"));
        }
    }
}
