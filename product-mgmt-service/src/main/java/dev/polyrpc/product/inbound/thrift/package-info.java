/** How product management is called over Thrift. */
@NullMarked
package dev.polyrpc.product.inbound.thrift;

import org.jspecify.annotations.NullMarked;
