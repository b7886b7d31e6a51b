/** Product management: the catalogue and its stock, served over gRPC and Thrift. */
@NullMarked
package dev.polyrpc.product;

import org.jspecify.annotations.NullMarked;
