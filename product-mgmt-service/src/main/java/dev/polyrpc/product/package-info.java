/** Product management: the catalogue and its stock, served over gRPC. */
@NullMarked
package dev.polyrpc.product;

import org.jspecify.annotations.NullMarked;
