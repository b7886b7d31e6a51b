/** Product management, called over Thrift. */
@NullMarked
package dev.polyrpc.gateway.outbound.thrift;

import org.jspecify.annotations.NullMarked;
