package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import io.grpc.Grpc;
import io.grpc.ServerBuilder;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Path;

/** A test in the place of product management: with its certificate, healthy, on a port that was free. */
final class PlayedService {
    private PlayedService() {}

    /** Not started yet. */
    static ServerBuilder<?> of(ProductMgmtServiceImplBase answers) throws IOException {
        Path certificates = TestCertificates.directory();
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(ProductMgmtServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
        return Grpc.newServerBuilderForPort(
                        0,
                        TlsServerCredentials.newBuilder()
                                .keyManager(
                                        certificates.resolve("product-mgmt.pem").toFile(),
                                        certificates
                                                .resolve("product-mgmt-key.pem")
                                                .toFile())
                                .trustManager(certificates.resolve("ca.pem").toFile())
                                .clientAuth(ClientAuth.REQUIRE)
                                .build())
                .addService(answers)
                .addService(health.getHealthService());
    }
}
