/** Thrift with mutual TLS, tokens, deadlines and limits: what every Thrift server and client shares. */
@NullMarked
package dev.polyrpc.kit.thrift;

import org.jspecify.annotations.NullMarked;
