package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.telemetry.Telemetry;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate and key of one process, and the authorities it trusts: those of the moment, once {@link #follow} has
 * begun. What it hands out stays good for ever, as each handshake asks anew. Safe for use by many threads.
 */
public final class TlsIdentity {
    private static final String TLS_1_3 = "TLSv1.3";
    /** The current credential, and those before it. */
    private static final int MOST_CREDENTIALS = 4;

    private final TlsFiles files;
    private final Listeners listeners = new Listeners();
    private volatile TlsState state;
    private volatile List<Credential> credentials;
    private final LiveKeys keys = new LiveKeys(this::credential, this::kept);

    private TlsIdentity(TlsFiles files, TlsState state) {
        this.files = files;
        this.state = state;
        this.credentials = List.of(state.credential());
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
        TlsFiles files = new TlsFiles(directory, name, profile);
        return new TlsIdentity(files, files.read());
    }

    /** Reads the same files and takes them as they are, expired or not: for tests of the other side. */
    public static TlsIdentity loadUnchecked(Path directory, String name) {
        TlsFiles files = new TlsFiles(directory, name, Profile.DEVELOPMENT);
        return new TlsIdentity(files, files.readUnchecked());
    }

    /**
     * Takes up what changes in the files from now on: all three as one whole that {@link #load} would take, or nothing, and
     * then the last good one stays. Tells the metrics of it.
     */
    public TlsReload follow(Telemetry telemetry) {
        return TlsReload.start(this, telemetry.meter());
    }

    /** The same for a client program, which has no metrics. */
    public TlsReload follow() {
        return TlsReload.start(this, OpenTelemetry.noop().getMeter("none"));
    }

    /** Credentials of a gRPC server: TLS 1.3 only, client certificate demanded. */
    public ServerCredentials grpcServer() {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(keys)
                    .trustManager(clientTrust())
                    .clientAuth(ClientAuth.REQUIRE);
            // plain TlsServerCredentials would take TLS 1.2 too
            return NettySslContextServerCredentials.create(
                    FullHandshakes.of(GrpcSslContexts.configure(builder).protocols(TLS_1_3)));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Credentials of a gRPC channel to the process with that SPIFFE path, and to no other. */
    public ChannelCredentials grpcClient(String expectedPath) {
        return grpcClient(serverTrust(expectedPath));
    }

    /** The same, and not to that process either while the policy denies it. */
    public ChannelCredentials grpcClient(String expectedPath, PeerPolicy policy) {
        return grpcClient(serverTrust(expectedPath, policy));
    }

    private ChannelCredentials grpcClient(X509ExtendedTrustManager trust) {
        try {
            return NettySslContextChannelCredentials.create(FullHandshakes.of(GrpcSslContexts.forClient()
                    .keyManager(keys)
                    .trustManager(trust)
                    .protocols(TLS_1_3)));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a {@link java.net.http.HttpClient} that talks to the process with that SPIFFE path, and to no other. */
    public SSLContext https(String expectedPath) {
        return https(expectedPath, keys);
    }

    /** The same, with this certificate for ever; whom it trusts is that of the moment all the same. */
    public SSLContext https(String expectedPath, Credential pinned) {
        return https(expectedPath, LiveKeys.of(pinned));
    }

    private SSLContext https(String expectedPath, X509ExtendedKeyManager shown) {
        try {
            SSLContext context = SSLContext.getInstance(TLS_1_3);
            context.init(new KeyManager[] {shown}, new TrustManager[] {serverTrust(expectedPath)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This process's certificate. */
    public X509Certificate leaf() {
        return credential().leaf();
    }

    /** This process's certificate and key. */
    public Credential credential() {
        return state.credential();
    }

    /** The current credential or an earlier one, while it is valid: connections may still be using it. */
    public Optional<Credential> credential(String thumbprint) {
        Instant now = Instant.now();
        return kept(thumbprint)
                .filter(found -> now.isBefore(found.leaf().getNotAfter().toInstant()));
    }

    private Optional<Credential> kept(String thumbprint) {
        return credentials.stream()
                .filter(credential -> credential.thumbprint().equals(thumbprint))
                .findFirst();
    }

    /** Offers this process's certificate and key. */
    public X509ExtendedKeyManager keyManager() {
        return keys;
    }

    /** Trusts every client that our authorities vouch for. */
    public X509ExtendedTrustManager clientTrust() {
        return new LiveTrust(() -> state.clients(), () -> false);
    }

    /** Trusts the process with that SPIFFE path, and no other. */
    public X509ExtendedTrustManager serverTrust(String expectedPath) {
        return serverTrust(expectedPath, () -> false);
    }

    /** The same, and not that process either while the policy denies it. */
    public X509ExtendedTrustManager serverTrust(String expectedPath, PeerPolicy policy) {
        Peer expected = new Peer(expectedPath);
        return serverTrust(expectedPath, () -> policy.denies(expected));
    }

    private X509ExtendedTrustManager serverTrust(String expectedPath, BooleanSupplier denied) {
        return new LiveTrust(() -> state.server(expectedPath), denied);
    }

    /** Whether a client with this chain, leaf first, would be let in now; it may take a millisecond. */
    public boolean trusts(X509Certificate[] chain) {
        return state.trustsClient(chain);
    }

    /** Whether a server with this chain, leaf first, would be talked to now; it may take a millisecond. */
    public boolean trustsServer(X509Certificate[] chain) {
        return state.trustsServer(chain);
    }

    /** Whether our own certificate is valid now. */
    public boolean isValid() {
        return expiry().valid();
    }

    /** What has less than a third of its life left, in words; empty where nothing has. */
    public String warning() {
        return expiry().warning();
    }

    TlsExpiry expiry() {
        return TlsExpiry.of(state, Instant.now());
    }

    /**
     * Has something run after each change of the certificate or of the authorities, on the thread that found it.
     *
     * @return ends that
     */
    public Runnable onChange(Runnable listener) {
        return listeners.add(listener);
    }

    TlsFiles files() {
        return files;
    }

    TlsState state() {
        return state;
    }

    /** Goes over to another state; for one thread at a time. */
    void take(TlsState next) {
        List<Credential> all = new ArrayList<>(credentials);
        all.remove(next.credential());
        all.add(0, next.credential());
        credentials = List.copyOf(all.subList(0, Math.min(all.size(), MOST_CREDENTIALS)));
        state = next;
        listeners.tell();
    }
}
