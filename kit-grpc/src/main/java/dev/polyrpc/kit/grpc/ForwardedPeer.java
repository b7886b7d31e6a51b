package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.ConnectedPeer;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.Thumbprint;
import io.grpc.Metadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who called the sidecar, as it says in {@code x-forwarded-client-cert}: one element with the certificate's hash and its
 * one URI name. Whatever clients send under that name the sidecar has to replace ({@code SANITIZE_SET}).
 */
final class ForwardedPeer {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("x-forwarded-client-cert", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern FORM = Pattern.compile("(?:By=[^;,\"=]+;)?Hash=([0-9a-f]{64});URI=([^;,\"=]+)");

    private ForwardedPeer() {}

    /** The process that the sidecar names; nobody of ours where it names none, or more than one. */
    static ConnectedPeer of(Metadata headers) {
        String certificate = one(headers.getAll(HEADER));
        Matcher form = FORM.matcher(certificate == null ? "" : certificate);
        try {
            if (!form.matches()) {
                throw new Failure(
                        Kind.DENIED, "PEER_ID_INVALID", "peer: the sidecar names none (expected: one certificate's)");
            }
            return new ConnectedPeer(Peer.of(form.group(2)), null, Thumbprint.ofHex(form.group(1)));
        } catch (Failure refused) {
            return new ConnectedPeer(null, refused, null);
        }
    }

    private static @Nullable String one(@Nullable Iterable<String> values) {
        String found = null;
        if (values != null) {
            for (String value : values) {
                if (found != null) {
                    return null;
                }
                found = value;
            }
        }
        return found;
    }
}
