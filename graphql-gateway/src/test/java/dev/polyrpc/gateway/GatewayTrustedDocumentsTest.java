package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polyrpc.kit.settings.SettingsException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class GatewayTrustedDocumentsTest {
    private static final String NAMES = "query Names($n: Int = 2) { products(first: $n) { nodes { name } } }\n";
    private static final String CODES = "{ products(first: 1) { nodes { productId } } }";

    @TempDir
    private static Path folder;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_PROFILE", "production", "POLYRPC_GATEWAY_TRUSTED_DOCUMENTS", file("good", NAMES)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
    }

    @ParameterizedTest
    @EnumSource
    void trusted_runsByItsName_andByItsText(Carrier carrier) throws Exception { // GQL-30
        for (Map<String, String> document : List.of(
                Map.of("documentId", "sha256:" + sha256(NAMES)),
                Map.of("documentId", sha256(NAMES)),
                Map.of("query", NAMES))) {
            Map<String, Object> question = new TreeMap<>(document);
            question.put("variables", Map.of("n", 3));

            assertThat(carrier.ask(gateway, question).at("/data/products/nodes"))
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherDocument_inProduction_isRefused(Carrier carrier) throws Exception { // GQL-30
        for (String text : new String[] {CODES, NAMES + " ", "{ nonsense", "{ __typename }"}) {
            JsonNode error = carrier.ask(gateway, text).at("/errors/0/extensions");

            assertThat(error.path("code").asText()).isEqualTo("FORBIDDEN");
            assertThat(error.path("reason").asText()).isEqualTo("DOCUMENT_NOT_TRUSTED");
        }
        JsonNode error = carrier.ask(gateway, Map.of("documentId", "sha256:" + sha256(CODES)))
                .at("/errors/0/extensions");
        assertThat(error.path("code").asText()).isEqualTo("BAD_USER_INPUT");
        assertThat(error.path("reason").asText()).isEqualTo("PERSISTED_DOCUMENT_NOT_FOUND");
        assertThat(gateway.products.backend.calls()).isEmpty();
    }

    @Test
    void trusted_byGet_runs() throws Exception {
        String query = "?documentId=sha256:%s&variables=%s"
                .formatted(sha256(NAMES), URLEncoder.encode("{\"n\":1}", StandardCharsets.UTF_8));
        var answer =
                gateway.send(gateway.request().uri(gateway.uri(query)).GET().build());

        assertThat(GatewayUnderTest.json(answer).at("/data/products/nodes")).hasSize(1);
    }

    @Test
    void name_besideADocument_is400() throws Exception { // GQL-1
        JsonNode error = Carrier.HTTP
                .ask(gateway, Map.of("documentId", sha256(NAMES), "query", NAMES))
                .at("/errors/0/extensions");

        assertThat(error.path("reason").asText()).isEqualTo("PARAMETER_MALFORMED");
    }

    @Test
    void file_thatChanges_isTakenUp_andWhereItIsFaultyTheLastStays() throws Exception { // GQL-30
        String file = file("changing", NAMES);
        try (GatewayUnderTest following = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_TRUSTED_DOCUMENTS", file, "POLYRPC_GATEWAY_DOCUMENTS", "trusted"))) {
            assertThat(Carrier.HTTP.ask(following, CODES).has("data")).isFalse();
            replace(file, Files.readString(Path.of(file("both", NAMES, CODES))));
            Eventually.holds(() -> Carrier.HTTP.ask(following, CODES).has("data"));
            try (LogLines told = LogLines.of("dev.polyrpc.gateway.document.TrustedDocuments")) {
                replace(file, "{");
                Eventually.holds(() -> !told.with("not taken up").isEmpty());
            }
            for (String kept : List.of(NAMES, CODES)) {
                assertThat(Carrier.HTTP.ask(following, kept).has("data")).isTrue();
            }
            replace(file, Files.readString(Path.of(file("one", CODES))));
            Eventually.holds(() -> !Carrier.HTTP.ask(following, NAMES).has("data"));
            assertThat(Carrier.HTTP.ask(following, CODES).has("data")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | not read (expected: a JSON object of SHA-256 and document)",
                "null | not read (expected: a JSON object of SHA-256 and document)",
                "{\"aa\": null} | not read (expected: a JSON object of SHA-256 and document)",
                "{} more | not read (expected: a JSON object of SHA-256 and document)",
                "[] | not read (expected: a JSON object of SHA-256 and document)",
                "{\"aa\":\"{ __typename }\"} | aa: not the SHA-256 of its document (expected: ",
            })
    void file_faulty_stopsTheStart(String content, String fault) throws Exception { // CFG-6
        Path file = folder.resolve("bad.json");
        Files.writeString(file, content);

        assertThat(faults(file.toString())).startsWith("POLYRPC_GATEWAY_TRUSTED_DOCUMENTS: " + file + ": " + fault);
    }

    @Test
    void file_thatIsNotThere_stopsTheStart() { // CFG-6
        assertThat(faults(folder + "/none.json")).endsWith("none.json: no such file");
    }

    @Test
    void document_thatWillNeverRun_isRefusedAlone() throws Exception { // GQL-30
        String stale = "{ soldLastYear }";
        try (GatewayUnderTest mixed = GatewayUnderTest.start(Map.of(
                "POLYRPC_GATEWAY_TRUSTED_DOCUMENTS",
                file("mixed", stale, CODES),
                "POLYRPC_GATEWAY_DOCUMENTS",
                "trusted"))) {
            assertThat(Carrier.HTTP
                            .ask(mixed, Map.of("documentId", sha256(CODES)))
                            .has("data"))
                    .isTrue();
            assertThat(Carrier.HTTP
                            .ask(mixed, Map.of("documentId", sha256(stale)))
                            .at("/errors/0/extensions/code")
                            .asText())
                    .isEqualTo("GRAPHQL_VALIDATION_FAILED");
        }
    }

    private static String faults(String file) {
        SettingsException refusal = catchThrowableOfType(
                SettingsException.class,
                () -> GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_TRUSTED_DOCUMENTS", file))
                        .close());
        assertThat(refusal.faults()).hasSize(1);
        return refusal.faults().get(0);
    }

    private static String file(String name, String... documents) throws Exception {
        Map<String, String> content = new TreeMap<>();
        for (String document : documents) {
            content.put(sha256(document), document);
        }
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, JsonMapper.builder().build().writeValueAsString(content));
        return file.toString();
    }

    private static void replace(String file, String content) throws IOException {
        Path fresh = Path.of(file + ".new");
        Files.writeString(fresh, content);
        Files.move(fresh, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
