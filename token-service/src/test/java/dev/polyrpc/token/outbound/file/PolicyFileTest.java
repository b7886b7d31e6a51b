package dev.polyrpc.token.outbound.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.token.domain.Client;
import dev.polyrpc.token.domain.ExchangeRule;
import dev.polyrpc.token.domain.Policy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
    private final Policy policy = PolicyFile.read();

    @Test
    void read_devClients_neverHoldWhatMovesQuarantinedStock() {
        List<Client> devClients = policy.clients().values().stream()
                .filter(client -> client.certificateUri() == null)
                .toList();

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
}
