package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.identity.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What those have in common who get the same events: the backend decides by the caller what an event shows, so only the same
 * caller is sure to be shown the same, unless what differs is left out for all.
 *
 * @param subject whose events they are; empty = anybody's, as what differs is left out
 * @param rights the subject's scopes and roles
 * @param filter which events
 */
record Alike(String subject, Set<String> rights, Set<String> filter) {
    /** Those who follow the same, whoever they are. */
    static Alike anybody(List<String> filter) {
        return new Alike("", Set.of(), Set.copyOf(filter));
    }

    /** Those with equal tokens, but for their time. */
    static Alike caller(Caller caller, List<String> filter) {
        Set<String> rights = new HashSet<>(caller.scopes());
        caller.roles().forEach(role -> rights.add("role " + role));
        return new Alike(caller.subject(), Set.copyOf(rights), Set.copyOf(filter));
    }
}
