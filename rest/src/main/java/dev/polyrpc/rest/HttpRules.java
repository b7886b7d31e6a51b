package dev.polyrpc.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.api.HttpRule;
import com.google.api.Service;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.List;

/** Reads a gRPC API Configuration, which is a {@code google.api.Service} as YAML. */
final class HttpRules {
    private static final String TYPE = "google.api.Service";

    private HttpRules() {}

    /** The rules in their order; what such a file cannot hold is refused, misspelt names above all. */
    static List<HttpRule> parse(String yaml) {
        try {
            JsonNode configuration = new YAMLMapper().readTree(yaml);
            if (!configuration.path("type").asText().equals(TYPE)) {
                throw new UnfitRulesException(List.of("type: (expected: " + TYPE + ")"));
            }
            ((ObjectNode) configuration).remove("type"); // says what the file is, and is no field of it
            Service.Builder service = Service.newBuilder();
            JsonFormat.parser().merge(configuration.toString(), service);
            return service.getHttp().getRulesList();
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw new UnfitRulesException(List.of(String.valueOf(e.getMessage())));
        }
    }
}
