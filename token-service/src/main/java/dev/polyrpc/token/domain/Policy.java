package dev.polyrpc.token.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of who may have which token. Immutable.
 *
 * @param scopes all scopes there are
 * @param audiences full names of all services that take tokens
 * @param clients by id
 */
public record Policy(
        Set<String> scopes, Set<String> audiences, Map<String, Client> clients, List<ExchangeRule> exchanges) {
    private static final String DOMAIN = ".polyrpc.test";

    /** Keeps copies; refuses a table that names what it does not hold. */
    public Policy {
        scopes = Set.copyOf(scopes);
        audiences = Set.copyOf(audiences);
        clients = Map.copyOf(clients);
        exchanges = List.copyOf(exchanges);
        for (Client client : clients.values()) {
            require(scopes.containsAll(client.scopes()), "scopes of client " + client.id());
        }
        for (ExchangeRule rule : exchanges) {
            require(clients.containsKey(rule.client()), "client of an exchange: " + rule.client());
            require(audiences.contains(rule.audience()), "audience of an exchange: " + rule.audience());
            require(scopes.containsAll(rule.scopes().keySet()), "scopes of an exchange by " + rule.client());
            require(scopes.containsAll(rule.scopes().values()), "results of an exchange by " + rule.client());
        }
    }

    /** The full name of an audience: {@code return} is completed, {@code return.polyrpc.test} is one already. */
    public static String audience(String name) {
        return name.endsWith(DOMAIN) ? name : name + DOMAIN;
    }

    /** What a client may exchange for an audience; empty if nothing. */
    public Optional<ExchangeRule> exchange(String client, String audience) {
        return exchanges.stream()
                .filter(rule -> rule.client().equals(client) && rule.audience().equals(audience))
                .findFirst();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("policy: %s (expected: declared in the policy)".formatted(what));
        }
    }
}
