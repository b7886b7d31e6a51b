package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/** libthrift with nothing of ours around it: framed, compact. Safe for use by many threads. */
final class ThriftServing implements Running {
    private static final int BACKLOG = 1_024;
    private static final int MOST_CONNECTIONS = 4_096;
    private static final String TLS_1_3 = "TLSv1.3";

    private final TServer server;
    private final int port;
    private final Closers closers;
    private final Thread thread;

    private ThriftServing(TServer server, int port, Closers closers) {
        this.server = server;
        this.port = port;
        this.closers = closers;
        this.thread = DaemonThreads.named("thrift-accept").newThread(server::serve);
    }

    static ThriftServing start(ServerConfig config) throws IOException {
        Closers closers = new Closers();
        try {
            TProcessor processor = new ProductMgmtService.Processor<>(service(config, closers));
            ThriftServing serving =
                    config.kind() == Kind.THRIFT_POOL ? pool(config, processor, closers) : selector(processor, closers);
            serving.thread.start();
            return serving;
        } catch (TTransportException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static ThriftServing pool(ServerConfig config, TProcessor processor, Closers closers)
            throws TTransportException, GeneralSecurityException, IOException {
        ServerSocket socket = socket(config);
        TThreadPoolServer.Args arguments = new TThreadPoolServer.Args(
                        new TServerSocket(new TServerSocket.ServerSocketTransportArgs().serverSocket(socket)))
                .maxWorkerThreads(MOST_CONNECTIONS)
                .processor(processor)
                .transportFactory(new TFramedTransport.Factory())
                .protocolFactory(new TCompactProtocol.Factory());
        return new ThriftServing(new TThreadPoolServer(arguments), socket.getLocalPort(), closers);
    }

    private static ThriftServing selector(TProcessor processor, Closers closers) throws TTransportException {
        TNonblockingServerSocket socket =
                new TNonblockingServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TThreadedSelectorServer.Args arguments = new TThreadedSelectorServer.Args(socket)
                .processor(processor)
                .transportFactory(new TFramedTransport.Factory())
                .protocolFactory(new TCompactProtocol.Factory());
        return new ThriftServing(new TThreadedSelectorServer(arguments), socket.getPort(), closers);
    }

    private static ServerSocket socket(ServerConfig config) throws IOException, GeneralSecurityException {
        InetAddress host = InetAddress.getLoopbackAddress();
        if (config.security() == Security.PLAINTEXT) {
            return new ServerSocket(0, BACKLOG, host);
        }
        TlsIdentity identity = TlsIdentity.load(config.certificates(), "product-mgmt");
        SSLContext context = SSLContext.getInstance(TLS_1_3);
        context.init(new KeyManager[] {identity.keyManager()}, new TrustManager[] {identity.clientTrust()}, null);
        SSLServerSocket socket =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, BACKLOG, host);
        socket.setEnabledProtocols(new String[] {TLS_1_3});
        socket.setNeedClientAuth(config.security() == Security.MUTUAL_TLS);
        return socket;
    }

    private static ProductMgmtService.Iface service(ServerConfig config, Closers closers) {
        if (config.fromMemory()) {
            return new BareThrift();
        }
        Domain domain = Domain.open(config.database());
        closers.push(domain::close);
        return new LadderThrift(domain);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("thrift", port);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        server.stop();
        closers.close();
    }
}
