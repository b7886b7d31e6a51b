/** GraphQL over HTTP without a transport: bytes and headers in; status, media type and bytes out. */
@NullMarked
package dev.polyrpc.gateway.request;

import org.jspecify.annotations.NullMarked;
