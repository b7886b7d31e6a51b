package dev.polyrpc.systemtest;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** Stands where the gateway and both services do, answers next to nothing, and tells what came. */
final class Behind implements AutoCloseable {
    private final BlockingQueue<Map<String, String>> heard = new LinkedBlockingQueue<>();
    private final HttpsServer gateway;
    private final Server service;

    private Behind(HttpsServer gateway, String leaf) throws IOException {
        this.gateway = gateway;
        HealthStatusManager health = new HealthStatusManager();
        this.service = Grpc.newServerBuilderForPort(
                        0, TestCertificates.identity(leaf).grpcServer())
                .addService(new ProductMgmtServiceImplBase() {})
                .addService(new ReturnServiceImplBase() {})
                .addService(health.getHealthService())
                .intercept(new Listening())
                .build()
                .start();
        for (String name : List.of("product.v1.ProductMgmtService", "returns.v1.ReturnService")) {
            health.setStatus("polyrpc." + name, ServingStatus.SERVING);
        }
    }

    /** Starts both with the leaf of these processes. */
    static Behind start(String gatewayLeaf, String serviceLeaf) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {TestCertificates.identity(gatewayLeaf).keyManager()}, null, null);
        HttpsServer gateway = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setHttpsConfigurator(new HttpsConfigurator(context));
        Behind behind = new Behind(gateway, serviceLeaf);
        gateway.createContext("/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            headers.put(":path", exchange.getRequestURI().toString());
            behind.heard.add(headers);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        return behind;
    }

    /** What the edge is to know of them. */
    Map<String, String> ports() {
        String port = String.valueOf(service.getPort());
        return Map.of(
                "GATEWAY_PORT", String.valueOf(gateway.getAddress().getPort()),
                "PRODUCT_MGMT_PORT", port,
                "RETURN_PORT", port);
    }

    /** The headers of all requests that came since the last look; health checks are none. */
    List<Map<String, String>> heard() {
        Collection<Map<String, String>> all = new ArrayList<>();
        heard.drainTo(all);
        return List.copyOf(all);
    }

    @Override
    public void close() {
        gateway.stop(0);
        service.shutdownNow();
    }

    private final class Listening implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!call.getMethodDescriptor().getServiceName().startsWith("grpc.health.")) {
                Map<String, String> all = new HashMap<>();
                headers.keys().stream()
                        .filter(name -> !name.endsWith(Metadata.BINARY_HEADER_SUFFIX))
                        .forEach(name ->
                                all.put(name, headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))));
                heard.add(all);
            }
            return next.startCall(call, headers);
        }
    }
}
