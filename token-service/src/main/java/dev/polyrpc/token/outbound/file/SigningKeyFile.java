package dev.polyrpc.token.outbound.file;

import dev.polyrpc.kit.settings.Profile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** One key that tokens are signed with: a P-256 pair in a PEM file, readable by its owner alone. */
final class SigningKeyFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int P_256_BITS = 256;
    private static final Provider PROVIDER = new BouncyCastleProvider(); // its private keys know their public half

    private SigningKeyFile() {}

    /** Reads the key; in production a file that others can read is refused. */
    static KeyPair read(Path file, Profile profile) throws IOException {
        if (profile == Profile.PRODUCTION && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw fault(file, "others than its owner may read it (expected: mode 0600)");
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            // All of it or nothing: what follows the pair could be the rest of another.
            if (parser.readObject() instanceof PEMKeyPair pem
                    && pem.getPublicKeyInfo() != null
                    && parser.readObject() == null) {
                KeyPair pair = new JcaPEMKeyConverter().setProvider(PROVIDER).getKeyPair(pem);
                if (pair.getPublic() instanceof ECPublicKey key
                        && key.getParams().getCurve().getField().getFieldSize() == P_256_BITS) {
                    return pair;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw fault(file, "torn, or not a key in PEM form (expected: an EC PRIVATE KEY of P-256)");
        }
        throw fault(file, "(expected: one EC PRIVATE KEY of P-256)");
    }

    /** Writes a new key for its owner alone. */
    static void write(Path file) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            writer.writeObject(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the provider that comes with us has the curve
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(EnumSet.copyOf(OWNER)));
        Files.writeString(file, text.toString(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    private static IOException fault(Path file, String fault) {
        return new IOException("%s: %s".formatted(file, fault));
    }
}
