package dev.polyrpc.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A process of clients that subscribe, each over a connection of its own, and then do nothing until its input ends. */
final class IdleClients {
    private static final String BODY = "{\"query\": \"subscription { inventoryChanged { position } }\"}";

    private IdleClients() {}

    /** Has as many clients as there are tokens; says on its output when all have subscribed. */
    public static void main(String[] args) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        List<Socket> open = new ArrayList<>();
        for (int client = 1; client < args.length; client++) {
            Socket socket = tls.getSocketFactory().createSocket("localhost", Integer.parseInt(args[0]));
            open.add(socket);
            subscribe(socket.getOutputStream(), args[client]);
            awaitHead(socket.getInputStream());
        }
        System.out.println("subscribed");
        while (System.in.read() >= 0) {}
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static void subscribe(OutputStream out, String token) throws IOException {
        String request = String.join(
                "\r\n",
                "POST /graphql HTTP/1.1",
                "host: localhost",
                "authorization: Bearer " + token,
                "content-type: application/json",
                "accept: text/event-stream",
                "content-length: " + BODY.length(),
                "",
                BODY);
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void awaitHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(head.toString());
        }
    }

    /** Whom it talks to is the test's own gateway, whose authority this process does not know. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
