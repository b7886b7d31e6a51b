/** Whom the gateway calls: product management and returns, over gRPC. */
@NullMarked
package dev.polyrpc.gateway.outbound.grpc;

import org.jspecify.annotations.NullMarked;
