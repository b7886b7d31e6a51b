package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_result;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;

/**
 * A Thrift server without any of the kit: blocking sockets, a thread for each. It serves getProduct and does whatever a bad
 * server may do.
 */
final class PlainServer implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger accepted = new AtomicInteger();
    /** Closes what is accepted before its handshake. */
    volatile boolean refusing;

    volatile Handler handler = (context, answer) -> answer.setSuccess(product(context.getRequest()));
    private final SSLServerSocket port;
    private volatile CountDownLatch thaw = new CountDownLatch(0);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private PlainServer(SSLServerSocket port) {
        this.port = port;
    }

    /** What becomes of a call. */
    interface Handler {
        /** Fills the answer in; an IOException closes the connection without one, and so does an answer left empty. */
        void serve(getProduct_args call, getProduct_result answer) throws IOException, TException, InterruptedException;
    }

    static PlainServer start(TlsIdentity identity) {
        return start(identity, 0);
    }

    static PlainServer start(TlsIdentity identity, int portNumber) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {identity.keyManager()}, new TrustManager[] {identity.clientTrust()}, null);
            SSLServerSocket port = (SSLServerSocket) context.getServerSocketFactory()
                    .createServerSocket(portNumber, 50, InetAddress.getByName("localhost"));
            port.setNeedClientAuth(true);
            PlainServer server = new PlainServer(port);
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static GetProductResponse product(GetProductRequest request) {
        return new GetProductResponse().setProduct(new Product().setProductId(request.getProductId()));
    }

    /** Serves no call before the latch is down. */
    void hold(CountDownLatch until) {
        handler = (call, answer) -> {
            until.await();
            answer.setSuccess(product(call.getRequest()));
        };
    }

    /** Does nothing more until the latch is down, as a process that was stopped: no handshake, no answer, no good-bye. */
    void freeze(CountDownLatch until) {
        thaw = until;
        hold(until);
    }

    /** Answers these faults, one a call, and then well. */
    void fault(ServiceFault fault, int times) {
        AtomicInteger left = new AtomicInteger(times);
        handler = (call, answer) -> {
            if (left.getAndDecrement() > 0) {
                answer.setFault(fault);
            } else {
                answer.setSuccess(product(call.getRequest()));
            }
        };
    }

    int port() {
        return port.getLocalPort();
    }

    String address() {
        return "localhost:" + port();
    }

    int connections() {
        return open.size();
    }

    /** Closes what is connected, and stays open for more. */
    void hangUp() {
        open.forEach(PlainServer::close);
    }

    @Override
    public void close() {
        close(port);
        hangUp();
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                Socket socket = port.accept();
                accepted.incrementAndGet();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            thaw.await();
            if (refusing) {
                return;
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                calls.incrementAndGet();
                byte[] answer = answer(frame);
                out.writeInt(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (EOFException | SocketException e) {
            return; // the other side has closed, or we have
        } catch (IOException | TException | InterruptedException e) {
            return; // as the handler would have it, or a handshake that was refused
        } finally {
            open.remove(socket);
        }
    }

    private byte[] answer(byte[] frame) throws IOException, TException, InterruptedException {
        FrameProtocol form = FrameProtocol.of(frame[0]);
        if (form == null) {
            throw new IOException("no frame");
        }
        TProtocol message = form.over(new TMemoryInputTransport(frame));
        TMessage head = message.readMessageBegin();
        getProduct_args call = new getProduct_args();
        call.read(message);
        getProduct_result result = new getProduct_result();
        try {
            handler.serve(call, result);
        } catch (TApplicationException e) {
            return message(form, new TMessage(head.name, TMessageType.EXCEPTION, head.seqid), e);
        }
        return message(form, new TMessage(head.name, TMessageType.REPLY, head.seqid), result);
    }

    private static byte[] message(FrameProtocol form, TMessage head, TSerializable body) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(256);
        TProtocol answer = form.over(buffer);
        answer.writeMessageBegin(head);
        body.write(answer);
        answer.writeMessageEnd();
        byte[] bytes = new byte[buffer.length()];
        System.arraycopy(buffer.getArray(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "plain-server");
        thread.setDaemon(true);
        thread.start();
    }
}
