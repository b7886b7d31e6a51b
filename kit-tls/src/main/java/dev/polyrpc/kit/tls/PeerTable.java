package dev.polyrpc.kit.tls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the policy file says of the peers of one service. Immutable.
 *
 * @param admitted SPIFFE paths that may connect
 * @param denied SPIFFE paths that may connect nowhere
 */
record PeerTable(Set<String> admitted, Set<String> denied) {
    private static final ObjectMapper MAPPER = JsonMapper.builder(new JsonFactory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    // All that the file may hold, so that a misspelt name ("deny") does not leave a door open.
    private static final List<String> MEMBERS =
            List.of("scopes", "audiences", "clients", "exchanges", "peers", "denied");
    private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    /** Also a subject of another provider, as its tokens name it here: {@code NAME:SUBJECT}. */
    private static final Pattern DENIED = Pattern.compile(PATH + "(:[A-Za-z0-9._@-]{1,128})?");

    PeerTable {
        admitted = Set.copyOf(admitted);
        denied = Set.copyOf(denied);
    }

    /** Reads the table of one service; an {@link IllegalArgumentException} says what is wrong with the text. */
    static PeerTable parse(byte[] text, String service) {
        JsonNode policy = policy(text);
        return new PeerTable(
                paths(policy.path("peers").path(service), "peers." + service, PATH),
                paths(policy.path("denied"), "denied", DENIED));
    }

    /** The same, of a process to which nobody connects. */
    static PeerTable parseDenied(byte[] text) {
        return new PeerTable(Set.of(), paths(policy(text).path("denied"), "denied", DENIED));
    }

    boolean admits(Peer peer) {
        return admitted.contains(peer.path()) && !denied.contains(peer.path());
    }

    private static JsonNode policy(byte[] text) {
        JsonNode policy = object(text);
        policy.fieldNames().forEachRemaining(PeerTable::requireKnown);
        for (Map.Entry<String, JsonNode> row : policy.path("peers").properties()) {
            paths(row.getValue(), "peers." + row.getKey(), PATH);
        }
        return policy;
    }

    private static JsonNode object(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "torn, or not JSON: line " + e.getLocation().getLineNr(), e);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("torn, or not JSON", e);
        }
    }

    private static void requireKnown(String member) {
        if (!MEMBERS.contains(member)) {
            throw new IllegalArgumentException(
                    "%s: unknown (expected: %s)".formatted(shown(member), String.join(", ", MEMBERS)));
        }
    }

    private static Set<String> paths(JsonNode node, String name, Pattern form) {
        if (!node.isArray()) {
            throw new IllegalArgumentException(
                    "%s: missing, or no list (expected: SPIFFE paths)".formatted(shown(name)));
        }
        Set<String> paths = new LinkedHashSet<>();
        for (JsonNode path : node) {
            if (!path.isTextual() || !form.matcher(path.textValue()).matches()) {
                throw new IllegalArgumentException("%s: %s (expected: a SPIFFE path such as \"return\")"
                        .formatted(shown(name), shown(path.toString())));
            }
            paths.add(path.textValue());
        }
        return paths;
    }

    /** As much of a text as a log line bears. */
    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }
}
