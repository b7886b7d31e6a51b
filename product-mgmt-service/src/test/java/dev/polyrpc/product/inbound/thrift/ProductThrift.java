package dev.polyrpc.product.inbound.thrift;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.product.ProductMgmtFixture;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.layered.TFramedTransport;

/** One caller's connection, made by the JDK and libthrift alone, as any other client would make it. */
record ProductThrift(Socket socket, ProductMgmtService.Client calls, String token) implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    static ProductThrift warehouse(ProductMgmtFixture fixture) throws Exception {
        String token = fixture.issuer()
                .staffToken("warehouse", "product-mgmt", "product:read", "product:write", "stock:adjust");
        return as(fixture, "warehouse", token);
    }

    static ProductThrift returning(ProductMgmtFixture fixture, String subject, String... scopes) throws Exception {
        return as(fixture, "return", fixture.issuer().token(subject, "product-mgmt", scopes));
    }

    static ProductThrift as(ProductMgmtFixture fixture, String certificate, String token) throws Exception {
        Socket socket = TestCertificates.identity(certificate)
                .https("product-mgmt")
                .getSocketFactory()
                .createSocket("localhost", fixture.port("thrift"));
        socket.setSoTimeout(PATIENCE_MS);
        ((SSLSocket) socket).startHandshake();
        TFramedTransport frames =
                new TFramedTransport(new TIOStreamTransport(socket.getInputStream(), socket.getOutputStream()));
        return new ProductThrift(socket, new ProductMgmtService.Client(new TCompactProtocol(frames)), token);
    }

    /** What each call begins with. */
    CallContext context() {
        return new CallContext(token);
    }

    AdjustInventoryResponse adjust(String productId, int change) throws TException {
        return calls.adjustInventory(
                context(), new AdjustInventoryRequest(productId, change, ProductMgmtFixture.newRequestId()));
    }

    /** How a call is refused: code, reason and message. */
    static String refusal(Call call) throws TException {
        try {
            call.run();
        } catch (ServiceFault fault) {
            FaultCode code = fault.getCode();
            return "%s %s %s".formatted(code, fault.getReason(), fault.getMessage());
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
