package dev.polyrpc.token.domain;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one client may turn a subject's token into, for one audience. Immutable.
 *
 * @param scopes subject's scope to resulting scope; what is not in it yields nothing
 */
public record ExchangeRule(String client, String audience, Map<String, String> scopes) {
    /** Keeps copies. */
    public ExchangeRule {
        scopes = Map.copyOf(scopes);
    }

    /** What a subject's scopes become. */
    public Set<String> resulting(Set<String> subjectScopes) {
        Set<String> result = new TreeSet<>();
        scopes.forEach((from, to) -> {
            if (subjectScopes.contains(from)) {
                result.add(to);
            }
        });
        return result;
    }
}
