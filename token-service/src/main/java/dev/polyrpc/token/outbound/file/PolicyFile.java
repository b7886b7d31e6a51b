package dev.polyrpc.token.outbound.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
import java.io.IOException;
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
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private PolicyFile() {}

    /** Reads the table; an IllegalArgumentException refuses a text that is torn, or names what it does not hold. */
    public static Policy parse(byte[] text) {
        try {
            Table table = MAPPER.readValue(text, Table.class);
            requireWhole(table);
            return new Policy(
                    table.scopes(),
                    full(table.audiences()),
                    table.clients().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> client(entry.getKey(), entry.getValue()))),
                    table.exchanges().stream().map(PolicyFile::exchange).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "torn, or not a policy: line " + e.getLocation().getLineNr(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("torn, or not a policy", e);
        }
    }

    private static ExchangeRule exchange(ExchangeRow row) {
        requireAll("an exchange", row.client(), row.audience(), row.scopes());
        return new ExchangeRule(row.client(), Policy.audience(row.audience()), row.scopes());
    }

    private static void requireAll(String of, @Nullable Object... members) {
        if (Stream.of(members).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("policy: %s (expected: all of its members)".formatted(of));
        }
    }

    private static void requireWhole(Table table) {
        if (Stream.of(
                        table.scopes(),
                        table.audiences(),
                        table.clients(),
                        table.exchanges(),
                        table.peers(),
                        table.denied())
                .anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "incomplete (expected: scopes, audiences, clients, exchanges, peers, denied)");
        }
    }

    private static Client client(String id, ClientRow row) {
        requireAll("client " + id, row.method(), row.roles(), row.scopes(), row.audiences());
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
