/** How returns are called over gRPC. */
@NullMarked
package dev.polyrpc.returns.inbound.grpc;

import org.jspecify.annotations.NullMarked;
