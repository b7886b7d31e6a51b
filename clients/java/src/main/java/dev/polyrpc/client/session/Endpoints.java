package dev.polyrpc.client.session;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the running system is, and the folder of the certificates to show there.
 *
 * @param certificates folder as {@code certs/make} fills it
 * @param tokenService for example {@code https://localhost:7490}
 * @param products host and port of product management
 * @param returns host and port of returns
 * @param productsByThrift host and port of product management's Thrift
 * @param returnsByThrift host and port of returns' Thrift
 * @param gateway for example {@code https://localhost:7480}
 */
public record Endpoints(
        Path certificates,
        URI tokenService,
        String products,
        String returns,
        String productsByThrift,
        String returnsByThrift,
        URI gateway) {}
