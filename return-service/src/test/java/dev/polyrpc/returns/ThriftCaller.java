package dev.polyrpc.returns;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.layered.TFramedTransport;

/** One caller's connection, made by the JDK and libthrift alone, as any other client would make it. */
record ThriftCaller(Socket socket, ReturnService.Client calls, CallContext context) implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    static ThriftCaller customer(Rig rig, String leaf, String subject) throws Exception {
        return as(rig, leaf, rig.issuer.token(subject, "return", "returns:read", "returns:write"));
    }

    static ThriftCaller warehouse(Rig rig) throws Exception {
        return as(rig, "warehouse", rig.issuer.staffToken("warehouse", "return", "returns:read", "returns:inspect"));
    }

    private static ThriftCaller as(Rig rig, String leaf, String token) throws Exception {
        Socket socket = TestCertificates.identity(leaf)
                .https("return")
                .getSocketFactory()
                .createSocket("localhost", rig.thriftPort());
        socket.setSoTimeout(PATIENCE_MS);
        ((SSLSocket) socket).startHandshake();
        TFramedTransport frames =
                new TFramedTransport(new TIOStreamTransport(socket.getInputStream(), socket.getOutputStream()));
        return new ThriftCaller(socket, new ReturnService.Client(new TCompactProtocol(frames)), new CallContext(token));
    }

    /** How a call is refused: code and reason. */
    static String refusal(Call call) throws TException {
        try {
            call.run();
        } catch (ServiceFault fault) {
            return fault.getCode() + " " + fault.getReason();
        }
        return "none";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Something to be refused. */
    interface Call {
        void run() throws TException;
    }
}
