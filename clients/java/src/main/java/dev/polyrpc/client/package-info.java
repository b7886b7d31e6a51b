/** A command line client of the services, and an example of how a good gRPC client is made. */
@NullMarked
package dev.polyrpc.client;

import org.jspecify.annotations.NullMarked;
