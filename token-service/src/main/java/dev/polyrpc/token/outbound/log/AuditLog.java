package dev.polyrpc.token.outbound.log;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.token.domain.Audit;
import dev.polyrpc.token.domain.Grant;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each token issued or refused, and each change of a signing key. Safe for use by many threads. */
public final class AuditLog implements Audit {
    private static final Logger LOG = LoggerFactory.getLogger("audit");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

    private final LongCounter tokens;

    /** Makes a log that counts with the meter. */
    public AuditLog(Meter meter) {
        this.tokens = meter.counterBuilder("polyrpc.tokens")
                .setDescription("Tokens asked for, by outcome")
                .build();
    }

    @Override
    public void issued(Grant grant) {
        tokens.add(1, Attributes.of(OUTCOME, "issued"));
        LOG.atInfo()
                .addKeyValue("client", grant.client())
                .addKeyValue("subject", grant.subject())
                .addKeyValue("audience", grant.audience())
                .addKeyValue("scope", grant.scope())
                .addKeyValue("actors", grant.actors())
                .addKeyValue("jti", grant.id())
                .addKeyValue("certificate", grant.certificate())
                .addKeyValue("expiry", grant.expiry().toString())
                .log("token issued");
    }

    @Override
    public void refused(String client, Failure failure) {
        tokens.add(1, Attributes.of(OUTCOME, failure.reason()));
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("reason", failure.reason())
                .addKeyValue("why", failure.getMessage())
                .log("request refused");
    }

    @Override
    public void introspected(String client, @Nullable String tokenId) {
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("active", tokenId != null)
                .addKeyValue("jti", tokenId)
                .log("token introspected");
    }

    @Override
    public void revoked(String client, String tokenId) {
        LOG.atInfo().addKeyValue("client", client).addKeyValue("jti", tokenId).log("token revoked");
    }

    @Override
    public void signingKey(String id, String state) {
        LOG.atInfo().addKeyValue("kid", id).addKeyValue("state", state).log("signing key");
    }
}
