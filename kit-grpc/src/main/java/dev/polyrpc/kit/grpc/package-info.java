/** gRPC as every polyrpc process serves and calls it: one list of interceptors, one table of failures, policy from the contract. */
@NullMarked
package dev.polyrpc.kit.grpc;

import org.jspecify.annotations.NullMarked;
