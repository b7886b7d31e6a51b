/** How product management is called over gRPC. */
@NullMarked
package dev.polyrpc.product.inbound.grpc;

import org.jspecify.annotations.NullMarked;
