package dev.polyrpc.kit.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Offers whatever certificate is the current one when a handshake begins, whatever the other side asks for. Its alias is
 * the thumbprint: a handshake in the middle of a change gets the key that belongs to its certificate. Safe for use by
 * many threads.
 */
final class LiveKeys extends X509ExtendedKeyManager {
    private final Supplier<Credential> current;
    private final Function<String, Optional<Credential>> known;

    LiveKeys(Supplier<Credential> current, Function<String, Optional<Credential>> known) {
        this.current = current;
        this.known = known;
    }

    /** Offers this certificate for ever. */
    static LiveKeys of(Credential pinned) {
        return new LiveKeys(
                () -> pinned,
                alias -> Optional.of(pinned).filter(only -> only.thumbprint().equals(alias)));
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current();
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current();
    }

    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current();
    }

    @Override
    public String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current();
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {current()};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {current()};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return known.apply(alias)
                .map(credential -> credential.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return known.apply(alias).map(Credential::key).orElse(null);
    }

    private String current() {
        return current.get().thumbprint();
    }
}
