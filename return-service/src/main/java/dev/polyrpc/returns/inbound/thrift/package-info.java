/** How returns are called over Thrift. */
@NullMarked
package dev.polyrpc.returns.inbound.thrift;

import org.jspecify.annotations.NullMarked;
