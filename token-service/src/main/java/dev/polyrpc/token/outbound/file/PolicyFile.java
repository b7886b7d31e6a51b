package dev.polyrpc.token.outbound.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.token.domain.Client;
import dev.polyrpc.token.domain.ExchangeRule;
import dev.polyrpc.token.domain.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The policy table as it stands in {@code policy.json}: short names of audiences, OAuth's names of properties. */
public final class PolicyFile {
    private PolicyFile() {}

    /** Reads the table that comes with the program. */
    public static Policy read() {
        try (InputStream json = PolicyFile.class.getResourceAsStream("/policy.json")) {
            Table table = new ObjectMapper().readValue(Objects.requireNonNull(json, "policy.json"), Table.class);
            return new Policy(
                    table.scopes(),
                    full(table.audiences()),
                    table.clients().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> client(entry.getKey(), entry.getValue()))),
                    table.exchanges().stream()
                            .map(row -> new ExchangeRule(row.client(), Policy.audience(row.audience()), row.scopes()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Client client(String id, ClientRow row) {
        if (row.method() == Method.tls_client_auth ^ row.certificateUri() != null) {
            throw new IllegalArgumentException(
                    "policy: client %s (expected: a certificate's URI with tls_client_auth alone)".formatted(id));
        }
        return new Client(id, row.certificateUri(), row.roles(), row.scopes(), full(row.audiences()));
    }

    private static Set<String> full(Set<String> audiences) {
        return audiences.stream().map(Policy::audience).collect(Collectors.toUnmodifiableSet());
    }

    private record Table(
            Set<String> scopes, Set<String> audiences, Map<String, ClientRow> clients, List<ExchangeRow> exchanges) {}

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
