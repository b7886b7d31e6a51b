/** Server-sent events without a transport: the answers of one operation as GraphQL over SSE words them. */
@NullMarked
package dev.polyrpc.gateway.event;

import org.jspecify.annotations.NullMarked;
