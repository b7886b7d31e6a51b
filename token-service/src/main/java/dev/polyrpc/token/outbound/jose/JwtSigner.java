package dev.polyrpc.token.outbound.jose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.token.domain.Grant;
import dev.polyrpc.token.domain.TokenSigner;
import io.jsonwebtoken.Jwts;
import java.security.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Writes grants as signed access tokens (RFC 9068). Safe for use by many threads. */
public final class JwtSigner implements TokenSigner {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String issuer;
    private final SigningKeys keys;

    /** Makes a signer of tokens that name this issuer, with whichever key signs at the time. */
    public JwtSigner(String issuer, SigningKeys keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    @Override
    public String sign(Grant grant) {
        SigningKey key = keys.signing();
        return Jwts.builder()
                .provider(PROVIDER)
                .header()
                .type("at+jwt")
                .keyId(key.id())
                .and()
                .content(json(claims(grant))) // as content: given claims, the library would make aud a list
                .signWith(key.privateKey(), Jwts.SIG.ES256)
                .compact();
    }

    private Map<String, Object> claims(Grant grant) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", grant.subject());
        claims.put("aud", grant.audience());
        claims.put("exp", grant.expiry().getEpochSecond());
        claims.put("iat", grant.issued().getEpochSecond());
        claims.put("jti", grant.id());
        claims.put("client_id", grant.client());
        claims.put("scope", grant.scope());
        if (!grant.roles().isEmpty()) {
            claims.put("roles", grant.roles().stream().sorted().toList());
        }
        if (grant.certificate() != null) {
            claims.put("cnf", Map.of("x5t#S256", grant.certificate()));
        }
        if (!grant.actors().isEmpty()) {
            claims.put("act", act(grant.actors()));
        }
        return claims;
    }

    private static Map<String, Object> act(List<String> actors) {
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("sub", actors.get(0));
        if (actors.size() > 1) {
            act.put("act", act(actors.subList(1, actors.size())));
        }
        return act;
    }

    private static byte[] json(Map<String, Object> claims) {
        try {
            return MAPPER.writeValueAsBytes(claims);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // text, numbers, lists and maps of them can always be written
        }
    }
}
