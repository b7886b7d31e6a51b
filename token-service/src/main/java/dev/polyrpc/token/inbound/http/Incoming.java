package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ShownCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sent besides the form, and over which connection; {@code toString} hides secrets. */
record Incoming(
        String requestId,
        String path,
        List<String> authorization,
        @Nullable ShownCertificate certificate,
        String address) {

    @Override
    public String toString() {
        return "Incoming[requestId=%s, path=%s, certificate=%s, address=%s]"
                .formatted(requestId, path, certificate, address);
    }
}
