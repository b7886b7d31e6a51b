/** How product management is called over Thrift. */
@NullMarked
package dev.polyrpc.returns.outbound.thrift;

import org.jspecify.annotations.NullMarked;
