/** The graph that clients see: its types, how each field is fetched, batched and refused. Knows neither HTTP nor gRPC. */
@NullMarked
package dev.polyrpc.gateway.graph;

import org.jspecify.annotations.NullMarked;
