package dev.polyrpc.token.outbound.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.token.domain.Client;
import dev.polyrpc.token.domain.ExchangeRule;
import dev.polyrpc.token.domain.Policy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policy table as it stands in the policy file: short names of audiences, OAuth's names of properties. */
public final class PolicyFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyFile() {}

    /** Reads the table; refuses a file that is torn, or names what it does not hold. */
    public static Policy read(Path file) {
        try {
            Table table = MAPPER.readValue(file.toFile(), Table.class);
            requireWhole(file, table);
            return new Policy(
                    table.scopes(),
                    full(table.audiences()),
                    table.clients().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> client(entry.getKey(), entry.getValue()))),
                    table.exchanges().stream()
                            .map(row -> new ExchangeRule(row.client(), Policy.audience(row.audience()), row.scopes()))
                            .toList());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: torn, or not a policy: line %d"
                            .formatted(file, e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read", e);
        }
    }

    private static void requireWhole(Path file, Table table) {
        if (Stream.of(
                        table.scopes(),
                        table.audiences(),
                        table.clients(),
                        table.exchanges(),
                        table.peers(),
                        table.denied())
                .anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    file + ": incomplete (expected: scopes, audiences, clients, exchanges, peers, denied)");
        }
    }

    private static Client client(String id, ClientRow row) {
        boolean secret = row.method() == Method.client_secret; // whose certificate's URI is there too may use either
        if (!secret && row.certificateUri() == null) {
            throw new IllegalArgumentException(
                    "policy: client %s (expected: a certificate's URI with tls_client_auth)".formatted(id));
        }
        Client client = new Client(id, secret, row.certificateUri(), row.roles(), row.scopes(), full(row.audiences()));
        requirePeer(client);
        return client;
    }

    private static void requirePeer(Client client) {
        try {
            Peer unused = Peer.of(client.uri());
        } catch (Failure otherForm) {
            throw new IllegalArgumentException(
                    "policy: client %s: %s".formatted(client.id(), otherForm.getMessage()), otherForm);
        }
    }

    private static Set<String> full(Set<String> audiences) {
        return audiences.stream().map(Policy::audience).collect(Collectors.toUnmodifiableSet());
    }

    private record Table(
            Set<String> scopes,
            Set<String> audiences,
            Map<String, ClientRow> clients,
            List<ExchangeRow> exchanges,
            Map<String, Set<String>> peers, // these two are read by each service for itself
            Set<String> denied) {}

    private record ClientRow(
            @JsonProperty("token_endpoint_auth_method") Method method,

            @JsonProperty("tls_client_auth_san_uri") @Nullable
            String certificateUri,

            Set<String> roles,
            Set<String> scopes,
            Set<String> audiences) {}

    private record ExchangeRow(String client, String audience, Map<String, String> scopes) {}

    private enum Method {
        client_secret,
        tls_client_auth
    }
}
