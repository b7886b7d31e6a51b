package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ClientAuthentication.Presented;
import dev.polyrpc.token.domain.Refusals;
import dev.polyrpc.token.domain.ShownCertificate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller shows to prove which client it is: a secret by Basic or in the form, or a certificate alone. */
final class PresentedClient {
    private static final Pattern BASIC = Pattern.compile("(?i:basic) ([A-Za-z0-9+/]+=*)");

    private PresentedClient() {}

    static Presented read(
            List<String> authorization, Form form, @Nullable ShownCertificate certificate, String address) {
        String client = form.find("client_id");
        String secret = form.find("client_secret");
        if (authorization.isEmpty()) {
            if (client == null) {
                throw Refusals.invalidClient();
            }
            return new Presented(client, secret, certificate, address);
        }
        String[] basic = basic(authorization);
        if (secret != null || (client != null && !client.equals(basic[0]))) {
            throw Refusals.invalidRequest("more than one way to prove the client");
        }
        return new Presented(basic[0], basic[1], certificate, address);
    }

    /** Id and secret, each URL-encoded before they were put together (RFC 6749, 2.3.1). */
    private static String[] basic(List<String> authorization) {
        Matcher form = BASIC.matcher(authorization.get(0));
        if (authorization.size() > 1 || !form.matches()) {
            throw Refusals.invalidClient();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(form.group(1)), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new String[] {Form.decoded(pair.substring(0, colon)), Form.decoded(pair.substring(colon + 1))};
            }
        } catch (IllegalArgumentException e) {
            throw Refusals.invalidClient();
        }
        throw Refusals.invalidClient();
    }
}
