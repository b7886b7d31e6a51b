package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/** A mutual TLS connection by the JDK and libthrift alone, as any other client would make it. */
record RawClient(Socket socket) implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    static RawClient connect(TlsIdentity identity, int port) {
        try {
            Socket socket = identity.https("product-mgmt").getSocketFactory().createSocket("localhost", port);
            socket.setSoTimeout(PATIENCE_MS);
            ((SSLSocket) socket).startHandshake();
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service, by the compact protocol. */
    ProductMgmtService.Client compact() {
        return new ProductMgmtService.Client(new TCompactProtocol(framed()));
    }

    /** The service, by the binary protocol. */
    ProductMgmtService.Client binary() {
        return new ProductMgmtService.Client(new TBinaryProtocol(framed()));
    }

    /** Sends bytes as they are. */
    RawClient send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends a frame of that content. */
    RawClient sendFrame(byte[] content) throws IOException {
        return send(ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(content.length)
                .put(content)
                .array());
    }

    /** The content of a compact call's frame. */
    static byte[] call(String method, int sequence, TSerializable arguments) throws TException {
        TMemoryBuffer content = new TMemoryBuffer(64);
        TProtocol to = new TCompactProtocol(content);
        to.writeMessageBegin(new TMessage(method, TMessageType.CALL, sequence));
        arguments.write(to);
        return Arrays.copyOf(content.getArray(), content.length());
    }

    /** The sequence number in a compact frame's content. */
    static int sequence(byte[] content) throws TException {
        TMemoryBuffer from = new TMemoryBuffer(content.length);
        from.write(content);
        return new TCompactProtocol(from).readMessageBegin().seqid;
    }

    /** The content of the next frame. */
    byte[] frame() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        return content;
    }

    /** Whether the server closes the connection without a byte; waits for it. */
    boolean isClosedByServer() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            return in.read() < 0;
        } catch (SocketException closed) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private TTransport framed() {
        try {
            return new TFramedTransport(
                    new TIOStreamTransport(socket.getInputStream(), socket.getOutputStream()),
                    2 * FrameBuffer.MAX_FRAME_BYTES);
        } catch (IOException | TTransportException e) {
            throw new IllegalStateException(e);
        }
    }
}
