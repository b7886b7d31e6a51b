package dev.polyrpc.systemtest;

import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/** One connection to a Thrift port, by the JDK and libthrift alone, as anybody's client would make it. For use by one thread. */
record ThriftPort(Socket socket) implements AutoCloseable {
    private static final int PATIENCE_MS = 40_000;

    static ThriftPort connect(Landscape landscape, Built program, String leaf) {
        try {
            Socket socket = TlsIdentity.loadUnchecked(landscape.certificates(), leaf)
                    .https(program.label())
                    .getSocketFactory()
                    .createSocket("localhost", landscape.thriftPort(program));
            socket.setSoTimeout(PATIENCE_MS);
            ((SSLSocket) socket).startHandshake();
            return new ThriftPort(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProductMgmtService.Client products() {
        return new ProductMgmtService.Client(protocol());
    }

    ReturnService.Client returns() {
        return new ReturnService.Client(protocol());
    }

    private TProtocol protocol() {
        try {
            return new TCompactProtocol(
                    new TFramedTransport(new TIOStreamTransport(socket.getInputStream(), socket.getOutputStream())));
        } catch (IOException | TTransportException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
