package dev.polyrpc.token.outbound.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.token.domain.Client;
import dev.polyrpc.token.domain.ExchangeRule;
import dev.polyrpc.token.domain.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
    private final Policy policy = read();

    @Test
    void read_devClients_neverHoldWhatMovesQuarantinedStock() {
        List<Client> devClients =
                policy.clients().values().stream().filter(Client::secret).toList();

        assertThat(devClients).extracting(Client::id).containsExactlyInAnyOrder("alice", "bob", "warehouse", "auditor");
        assertThat(devClients)
                .allSatisfy(client -> assertThat(client.scopes()).doesNotContain("stock:quarantine", "stock:settle"));
    }

    @Test
    void read_patternAudience_isTheAuditorsAlone() {
        assertThat(policy.clients().values())
                .filteredOn(client -> client.audiences().contains("*.polyrpc.test"))
                .extracting(Client::id)
                .containsExactly("auditor");
    }

    @Test
    void read_auditor_onlyReads() {
        assertThat(policy.clients().get("auditor"))
                .extracting(Client::scopes)
                .isEqualTo(Set.of("product:read", "returns:read"));
    }

    @Test
    void read_exchanges_neverTurnAReadIntoMore() {
        assertThat(policy.exchanges())
                .allSatisfy(rule -> rule.scopes().forEach((from, to) -> {
                    if (from.endsWith(":read")) {
                        assertThat(to).endsWith(":read");
                    }
                }));
    }

    @Test
    void read_exchangesOfTheGateway_keepScopesAsTheyAre() {
        assertThat(policy.exchanges())
                .filteredOn(rule -> rule.client().equals("gateway"))
                .hasSize(2)
                .extracting(ExchangeRule::scopes)
                .allSatisfy(scopes -> assertThat(scopes)
                        .allSatisfy((from, to) -> assertThat(to).isEqualTo(from)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\": [], \"audiences\": [], \"clients\": {\"a\": {}}, \"exchanges\": [], \"peers\": {}, \"denied\": []}",
                "{\"scopes\": [], \"audiences\": [], \"clients\": {}, \"exchanges\": [{}], \"peers\": {}, \"denied\": []}",
                "{\"scopes\": [null], \"audiences\": [], \"clients\": {}, \"exchanges\": [], \"peers\": {}, \"denied\": []}",
                "",
                "{",
                "[]",
                "{}",
                "{\"scopes\": []}",
                "{\"scopes\": [], \"scopes\": []}",
                "{\"deny\": []}"
            })
    void read_anythingButAWholePolicy_isRefused(String text) {
        assertThatThrownBy(() -> PolicyFile.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice", "spiffe://other.test/alice", "spiffe://polyrpc.test/", "spiffe://polyrpc.test/a/b", ""})
    void read_certificateUriThatNoPeerHas_isRefusedAndNamesTheClient(String uri) throws IOException { // CFG-5
        String text = Files.readString(TestPolicy.file()).replace("spiffe://polyrpc.test/alice", uri);

        assertThatThrownBy(() -> PolicyFile.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client alice");
    }

    private static Policy read() {
        try {
            return PolicyFile.parse(Files.readAllBytes(TestPolicy.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
