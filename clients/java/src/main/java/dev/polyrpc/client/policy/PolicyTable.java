package dev.polyrpc.client.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What the policy file says. Immutable.
 *
 * @param peers per service, who may connect
 * @param denied who may connect nowhere
 */
record PolicyTable(
        Map<String, Client> clients, List<Exchange> exchanges, Map<String, List<String>> peers, List<String> denied) {
    private static final String ALL = "*";

    PolicyTable {
        clients = Map.copyOf(clients);
        exchanges = List.copyOf(exchanges);
        peers = Map.copyOf(peers);
        denied = List.copyOf(denied);
    }

    /** A client, how it proves itself, and the tokens that it may have in its own name. */
    record Client(String id, List<String> proofs, List<String> audiences, List<String> scopes) {
        boolean mayReach(String audience) {
            return audiences.contains(audience) || audiences.contains(ALL);
        }
    }

    /** One scope of a subject's token, and what a client may turn it into for an audience. */
    record Exchange(String scope, String client, String audience, String result) {}

    /** Reads the file; an {@link IllegalArgumentException} names it and says what is wrong with it. */
    static PolicyTable read(Path file) {
        JsonNode policy;
        try {
            policy = JsonMapper.builder().build().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: not JSON: line %d".formatted(file, e.getLocation().getLineNr()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read", e);
        }
        Map<String, Client> clients = new TreeMap<>();
        policy.path("clients").properties().forEach(entry -> clients.put(entry.getKey(), client(entry)));
        Map<String, List<String>> peers = new TreeMap<>();
        policy.path("peers").properties().forEach(entry -> peers.put(entry.getKey(), words(entry.getValue())));
        List<Exchange> exchanges = StreamSupport.stream(policy.path("exchanges").spliterator(), false)
                .flatMap(rule -> rule.path("scopes").properties().stream()
                        .map(scope -> new Exchange(
                                scope.getKey(),
                                rule.path("client").asText(),
                                rule.path("audience").asText(),
                                scope.getValue().asText())))
                .toList();
        return new PolicyTable(clients, exchanges, peers, words(policy.path("denied")));
    }

    /** The processes that may call a method, sorted; those that are denied are not among them. */
    List<String> callers(ContractMethod method) {
        return peers.getOrDefault(method.service(), List.of()).stream()
                .filter(peer -> method.peers().isEmpty() || method.peers().contains(peer))
                .filter(peer -> !denied.contains(peer))
                .sorted()
                .toList();
    }

    /** Those of the denied that the file names nowhere else: misspelt, perhaps. Subjects of other providers have a colon. */
    List<String> deniedUnknown() {
        return denied.stream()
                .filter(id -> !id.contains(":") && !clients.containsKey(id))
                .filter(id -> peers.values().stream().noneMatch(named -> named.contains(id)) && !peers.containsKey(id))
                .toList();
    }

    private static Client client(Map.Entry<String, JsonNode> entry) {
        JsonNode row = entry.getValue();
        List<String> proofs = new ArrayList<>();
        if (row.path("token_endpoint_auth_method").asText().equals("client_secret")) {
            proofs.add("secret");
        }
        if (row.has("tls_client_auth_san_uri")) {
            proofs.add("certificate");
        }
        return new Client(entry.getKey(), proofs, words(row.path("audiences")), words(row.path("scopes")));
    }

    private static List<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
