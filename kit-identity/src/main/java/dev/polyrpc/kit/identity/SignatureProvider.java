package dev.polyrpc.kit.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Who computes signatures: BouncyCastle where a process has it beside it, as on Java 17 it is ten times as fast at elliptic
 * curves, or else the JDK. Safe for use by many threads.
 */
final class SignatureProvider {
    private static final @Nullable Provider BOUNCY_CASTLE = bouncyCastle();

    private SignatureProvider() {}

    /** Makes keys of a type, as {@link #signature} takes them. */
    static KeyFactory keys(String type) throws GeneralSecurityException {
        return BOUNCY_CASTLE == null ? KeyFactory.getInstance(type) : KeyFactory.getInstance(type, BOUNCY_CASTLE);
    }

    /** A signature of one algorithm, for use by one thread. */
    static Signature signature(String algorithm) throws GeneralSecurityException {
        return BOUNCY_CASTLE == null
                ? Signature.getInstance(algorithm)
                : Signature.getInstance(algorithm, BOUNCY_CASTLE);
    }

    private static @Nullable Provider bouncyCastle() {
        try {
            return ServiceLoader.load(Provider.class, SignatureProvider.class.getClassLoader()).stream()
                    .filter(found ->
                            found.type().getName().equals("org.bouncycastle.jce.provider.BouncyCastleProvider"))
                    .findFirst()
                    .map(ServiceLoader.Provider::get)
                    .orElse(null);
        } catch (ServiceConfigurationError broken) { // of any jar: the JDK's do as well
            return null;
        }
    }
}
