/** How the gateway is called: HTTPS, carried by Vert.x. */
@NullMarked
package dev.polyrpc.gateway.inbound.http;

import org.jspecify.annotations.NullMarked;
