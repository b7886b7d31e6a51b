package dev.polyrpc.token.outbound.file;

import dev.polyrpc.kit.settings.Profile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
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

/** The key that tokens are signed with: a P-256 pair in one PEM file, readable by its owner alone. */
public final class SigningKeyFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int P_256_BITS = 256;
    private static final Provider PROVIDER = new BouncyCastleProvider(); // its private keys know their public half

    private SigningKeyFile() {}

    /** Reads the key, after making it if there is none; in production a file that others can read is refused. */
    public static KeyPair open(Path file, Profile profile) throws IOException, GeneralSecurityException {
        if (Files.notExists(file)) {
            make(file);
        }
        if (profile == Profile.PRODUCTION && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("%s: others than its owner may read it (expected: mode 0600)".formatted(file));
        }
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            if (parser.readObject() instanceof PEMKeyPair pem && pem.getPublicKeyInfo() != null) {
                KeyPair pair = new JcaPEMKeyConverter().getKeyPair(pem);
                if (pair.getPublic() instanceof ECPublicKey key
                        && key.getParams().getCurve().getField().getFieldSize() == P_256_BITS) {
                    return pair;
                }
            }
        }
        throw new IOException("%s: (expected: an EC PRIVATE KEY of P-256)".formatted(file));
    }

    /** Never seen half-written, nor readable by others for a moment; whoever makes it first has made it for all. */
    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(generator.generateKeyPair());
        }
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".draft");
        try {
            Files.setPosixFilePermissions(draft, EnumSet.copyOf(OWNER));
            Files.writeString(draft, text.toString(), StandardOpenOption.WRITE);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // another process was first: its key is the key
        } finally {
            Files.delete(draft);
        }
    }
}
