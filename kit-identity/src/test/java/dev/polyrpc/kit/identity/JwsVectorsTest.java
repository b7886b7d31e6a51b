package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Wycheproof's vectors of signed texts: the valid ones of our algorithms must verify, all others must not. They are not in this
 * repository: {@code scripts/checks/wycheproof} fetches them.
 */
class JwsVectorsTest {
    private static final Set<String> OURS = Set.of("ES256", "EdDSA", "RS256", "PS256");
    private static final Path VECTORS =
            Path.of(System.getProperty("polyrpc.wycheproof", "../run/wycheproof/json_web_signature_test.json"));
    private static final Path COUNTS = Path.of("target/wycheproof.txt");

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> wrong = new ArrayList<>();
    private int all;
    private int taken;
    private int refused;
    private int ofOtherAlgorithms;

    @Test
    void requireSigned_everyVector_isJudgedRight() throws IOException { // TOK-4, TOK-5, TOK-6, TOK-20
        assumeTrue(Files.exists(VECTORS), "left out: scripts/checks/wycheproof fetches " + VECTORS);
        JsonNode file = mapper.readTree(VECTORS.toFile());
        for (JsonNode group : file.path("testGroups")) {
            JsonNode key = group.has("public") ? group.get("public") : group.get("private");
            for (JsonNode vector : group.path("tests")) {
                judge(key, vector);
            }
        }
        String counts =
                "%d vectors: %d valid ones taken, %d invalid ones refused, %d valid ones refused as of another algorithm"
                        .formatted(all, taken, refused, ofOtherAlgorithms);
        Files.writeString(COUNTS, counts + System.lineSeparator());

        assertThat(wrong).isEmpty();
        assertThat(all).isEqualTo(file.path("numberOfTests").intValue()).isEqualTo(401);
        assertThat(taken).as(counts).isGreaterThanOrEqualTo(15);
    }

    private void judge(JsonNode key, JsonNode vector) throws IOException {
        String text = vector.path("jws").isTextual()
                ? vector.path("jws").textValue()
                : vector.path("jws").toString();
        boolean valid = vector.path("result").asText().equals("valid");
        boolean ours = valid && ofOurs(key, text);
        all++;
        if (verifies(key, text) != ours) {
            wrong.add(vector.path("tcId") + " " + vector.path("comment"));
        } else if (ours) {
            taken++;
        } else if (valid) {
            ofOtherAlgorithms++;
        } else {
            refused++;
        }
    }

    private static boolean verifies(JsonNode key, String text) {
        Map<String, VerificationKey> keys = new JwkSet(OURS).keys("{\"keys\":[%s]}".formatted(key));
        try {
            Jws jws = Jws.parse(text);
            VerificationKey named = keys.get(jws.keyId());
            if (named == null) {
                return false;
            }
            named.requireSigned(jws);
            return true;
        } catch (TokenRefused refused) {
            return false;
        }
    }

    /** Some call a text of another algorithm than their key names valid; a key has one algorithm here. */
    private boolean ofOurs(JsonNode key, String text) throws IOException {
        String algorithm = key.path("alg").asText();
        if (!OURS.contains(algorithm)) {
            return false;
        }
        byte[] header = Base64.getUrlDecoder().decode(text.split("\\.", -1)[0]);
        return algorithm.equals(mapper.readTree(header).path("alg").asText());
    }
}
