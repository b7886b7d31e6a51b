/** How product management is called over gRPC. */
@NullMarked
package dev.polyrpc.returns.outbound.grpc;

import org.jspecify.annotations.NullMarked;
