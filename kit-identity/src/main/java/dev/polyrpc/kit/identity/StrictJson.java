package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the JSON of tokens: one object in UTF-8, no name twice, nothing after it, no deep nesting. */
final class StrictJson {
    private static final int DEEPEST = 16;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    static JsonNode object(byte[] text, String what) {
        JsonNode node = any(text, what);
        if (!node.isObject()) {
            throw TokenRefused.invalid(what + ": not a JSON object");
        }
        return node;
    }

    /** Of any kind, but one. */
    static JsonNode any(byte[] text, String what) {
        try {
            // As text: given bytes, Jackson would also guess UTF-16 and UTF-32.
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return MAPPER.readTree(json);
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw TokenRefused.invalid(what + ": not strict JSON");
        }
    }
}
