package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Product management's REST view, through the edge. */
final class RestTokenWire implements TokenWire {
    private final Rest rest;

    RestTokenWire(Landscape landscape) {
        rest = new Rest(landscape.edge(), landscape.certificates());
    }

    @Override
    public String audience() {
        return Built.PRODUCT_MGMT.label();
    }

    @Override
    public String scope() {
        return "product:read";
    }

    @Override
    public Verdict call(List<String> authorizations) {
        Rest.Answer answer = rest.get("/v1/products/no-such-product", authorizations);
        String reason = answer.body().path("reason").asText();
        if (reason.equals("PRODUCT_NOT_FOUND")) {
            assertThat(answer.status()).isEqualTo(404);
            return Verdict.SERVED;
        }
        Verdict verdict = Verdict.valueOf(reason);
        boolean denied = verdict == Verdict.SCOPE_MISSING;
        assertThat(answer.status()).isEqualTo(denied ? 403 : 401);
        assertThat(answer.body().path("code").asText()).isEqualTo(denied ? "PERMISSION_DENIED" : "UNAUTHENTICATED");
        assertThat(answer.headers().firstValue("www-authenticate").isPresent()).isNotEqualTo(denied);
        return verdict;
    }

    @Override
    public Verdict follow(String token) {
        throw new UnsupportedOperationException("a watch over REST ends without a word");
    }

    @Override
    public String toString() {
        return "REST";
    }
}
