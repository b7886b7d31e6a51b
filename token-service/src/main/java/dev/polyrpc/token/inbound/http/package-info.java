/** How the token service is called: OAuth 2 over HTTPS. */
@NullMarked
package dev.polyrpc.token.inbound.http;

import org.jspecify.annotations.NullMarked;
