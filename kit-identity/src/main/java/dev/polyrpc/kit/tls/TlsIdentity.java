package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.settings.Profile;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificate and key of one process, and the authorities it trusts. Immutable. */
public final class TlsIdentity {
    private static final String TLS_1_3 = "TLSv1.3";

    private final List<X509Certificate> authorities;
    private final X509Certificate leaf;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();

    private TlsIdentity(List<X509Certificate> authorities, X509Certificate leaf, PrivateKey key) {
        this.authorities = List.copyOf(authorities);
        this.leaf = leaf;
        keys.updateIdentityCredentials(new X509Certificate[] {leaf}, key);
    }

    /** {@link #load(Path, String, Profile)} in development. */
    public static TlsIdentity load(Path directory, String name) {
        return load(directory, name, Profile.DEVELOPMENT);
    }

    /**
     * Reads {@code ca.pem}, {@code NAME.pem} and {@code NAME-key.pem}; in production the key must be its owner's alone.
     *
     * @throws IllegalArgumentException with a line for each fault: a file is missing or torn, the certificate is not
     *     valid now or not signed by the CA, the key does not fit it
     */
    public static TlsIdentity load(Path directory, String name, Profile profile) {
        PemFile authorities = new PemFile(directory.resolve("ca.pem"));
        PemFile leaf = new PemFile(directory.resolve(name + ".pem"));
        PemFile key = new PemFile(directory.resolve(name + "-key.pem"));
        Set<String> faults = new LinkedHashSet<>();
        collect(faults, authorities::certificates);
        collect(faults, leaf::requireValidNow);
        collect(faults, () -> leaf.requireSignedBy(authorities));
        collect(faults, () -> key.requireFits(leaf));
        if (profile == Profile.PRODUCTION) {
            collect(faults, key::requireOwnersAlone);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return loadUnchecked(directory, name);
    }

    private static void collect(Set<String> faults, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
    }

    /** Reads the same files and takes them as they are, expired or not: for tests of the other side. */
    public static TlsIdentity loadUnchecked(Path directory, String name) {
        return new TlsIdentity(
                new PemFile(directory.resolve("ca.pem")).certificates(),
                new PemFile(directory.resolve(name + ".pem")).certificates().get(0),
                new PemFile(directory.resolve(name + "-key.pem")).privateKey());
    }

    /** Credentials of a gRPC server: TLS 1.3 only, client certificate demanded. */
    public ServerCredentials grpcServer() {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(keys)
                    .trustManager(clientTrust())
                    .clientAuth(ClientAuth.REQUIRE);
            // plain TlsServerCredentials would take TLS 1.2 too
            return NettySslContextServerCredentials.create(
                    GrpcSslContexts.configure(builder).protocols(TLS_1_3).build());
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Credentials of a gRPC channel to the process with that SPIFFE path, and to no other. */
    public ChannelCredentials grpcClient(String expectedPath) {
        try {
            return NettySslContextChannelCredentials.create(GrpcSslContexts.forClient()
                    .keyManager(keys)
                    .trustManager(serverTrust(expectedPath))
                    .protocols(TLS_1_3)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a {@link java.net.http.HttpClient} that talks to the process with that SPIFFE path, and to no other. */
    public SSLContext https(String expectedPath) {
        try {
            SSLContext context = SSLContext.getInstance(TLS_1_3);
            context.init(new KeyManager[] {keys}, new TrustManager[] {serverTrust(expectedPath)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This process's certificate. */
    public X509Certificate leaf() {
        return leaf;
    }

    /** Offers this process's certificate and key. */
    public X509ExtendedKeyManager keyManager() {
        return keys;
    }

    /** Trusts every client that our authorities vouch for. */
    public X509ExtendedTrustManager clientTrust() {
        return PeerTrust.ofClients(authorities);
    }

    private X509ExtendedTrustManager serverTrust(String expectedPath) {
        return PeerTrust.ofServer(authorities, new Peer(expectedPath));
    }
}
