/** Servers that answer the same GraphQL, or its JSON: the gateway, the libraries that it is compared with, and one written by hand. */
@NullMarked
package dev.polyrpc.benchmark.server.graph;

import org.jspecify.annotations.NullMarked;
