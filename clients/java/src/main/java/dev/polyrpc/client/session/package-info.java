/** How a good gRPC client is made: certificate, token, deadline and retries on each call, and refusals understood. */
@NullMarked
package dev.polyrpc.client.session;

import org.jspecify.annotations.NullMarked;
