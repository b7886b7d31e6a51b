package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.LeafRequest;
import dev.polyrpc.kit.failure.Failure;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerTest {
    private final Authority authority = Authority.create("polyrpc.test", Instant.now());

    @Test
    void of_oneIdOfOurs_isItsPath() {
        assertThat(Peer.of(new X509Certificate[] {leaf("spiffe://polyrpc.test/product-mgmt")}))
                .isEqualTo(new Peer("product-mgmt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://other.test/return",
                "spiffe://polyrpc.test.other/return",
                "spiffe://POLYRPC.test/return",
                "spiffe://polyrpc.test/return/",
                "spiffe://polyrpc.test/",
                "spiffe://polyrpc.test/return?x=1",
                "spiffe://polyrpc.test:443/return",
                "https://polyrpc.test/return"
            })
    void of_otherIds_areRefused(String id) { // TLS-9
        assertInvalid(leaf(id));
    }

    @Test
    void of_noIdOrTwo_isRefused() { // TLS-10
        assertInvalid(leaf());
        assertInvalid(leaf("spiffe://polyrpc.test/return", "spiffe://polyrpc.test/gateway"));
        assertInvalid(leaf("spiffe://polyrpc.test/return", "https://polyrpc.test/"));
        assertInvalid(authority.root().certificate());
        assertInvalid();
    }

    private X509Certificate leaf(String... ids) {
        return authority
                .issue(LeafRequest.of("return", Instant.now()).withIds(ids))
                .certificate();
    }

    private static void assertInvalid(X509Certificate... chain) {
        assertThatThrownBy(() -> Peer.of(chain))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo("PEER_ID_INVALID"));
    }
}
