/** Makes a small certificate authority, the leaves of all processes and dev clients, and bad ones for demos and tests. */
@NullMarked
package dev.polyrpc.certs;

import org.jspecify.annotations.NullMarked;
