package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** Requests written by hand over HTTP/1.1 and TLS: what no proper client would send. */
final class Http1 {
    private static final int PATIENCE_MS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

    private final int port;

    Http1(int port) {
        this.port = port;
    }

    /** The answer: as long as it says itself, or else until the other side closes. */
    String send(String request) {
        return send(InetAddress.getLoopbackAddress(), request);
    }

    /** The same from an address of our own. */
    String send(InetAddress from, String request) {
        try (SSLSocket socket = open(from)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** A GET that asks for the connection to be closed behind it. */
    static String get(String path, String... headers) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
                .formatted(path, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
    }

    /** A connection that is through with its handshake. */
    SSLSocket open(InetAddress from) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
        SSLSocket socket = (SSLSocket) TestCertificates.identity("alice")
                .https("edge")
                .getSocketFactory()
                .createSocket(plain, "localhost", port, true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.startHandshake();
        return socket;
    }
}
