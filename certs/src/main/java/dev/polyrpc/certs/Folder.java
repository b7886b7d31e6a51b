package dev.polyrpc.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** A folder that certificates, keys and secrets are written into. */
public record Folder(Path path) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public Folder {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String name, Leaf leaf) throws IOException {
        writeCertificate(name, leaf);
        writePrivate(name + "-key.pem", pem("PRIVATE KEY", leaf.key().getEncoded()));
    }

    public void writeCertificate(String name, Leaf leaf) throws IOException {
        try {
            writePublic(name + ".pem", pem("CERTIFICATE", leaf.certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    void writePublic(String file, String text) throws IOException {
        Files.writeString(path.resolve(file), text);
    }

    /** Writes a file that was never readable by anyone but its owner. */
    void writePrivate(String file, String text) throws IOException {
        Path target = path.resolve(file);
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, text);
    }

    private static String pem(String type, byte[] der) {
        String lines = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }
}
