package dev.polyrpc.benchmark.server.graph;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.auth.AuthService;
import com.linecorp.armeria.server.graphql.GraphqlService;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** armeria-graphql as its guide sets it up, behind Armeria's own AuthService; its TLS is the JDK's, as the gateway's is. */
final class ArmeriaGraph {
    private ArmeriaGraph() {}

    static Running start(Path certificates, CallerCheck callers, Closers closers) {
        Server server = Server.builder()
                .https(0)
                .tls(TlsKeyPair.of(
                        certificates.resolve(GraphServers.PROCESS + "-key.pem").toFile(),
                        certificates.resolve(GraphServers.PROCESS + ".pem").toFile()))
                .tlsEngineType(TlsEngineType.JDK)
                .tlsCustomizer(tls -> tls.protocols("TLSv1.3"))
                .workerGroup(1)
                .service(
                        GraphServers.PATH,
                        GraphqlService.builder()
                                .graphql(AnchorGraph.create())
                                .dataLoaderRegistry(request -> AnchorGraph.loaders())
                                .build()
                                .decorate(AuthService.builder()
                                        .add((request, asked) -> isGood(asked, callers))
                                        .newDecorator()))
                .build();
        server.start().join();
        closers.push(() -> server.stop().join());
        return new GraphServers.Serving(server.activeLocalPort(), closers, new CountDownLatch(1));
    }

    private static CompletionStage<Boolean> isGood(HttpRequest request, CallerCheck callers) {
        return callers.caller(request.headers().getAll(HttpHeaderNames.AUTHORIZATION))
                .handle((caller, refused) -> refused == null);
    }
}
