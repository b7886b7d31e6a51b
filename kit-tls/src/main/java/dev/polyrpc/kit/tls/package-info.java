/** Who this process is, and who its peers are: mutual TLS 1.3 with SPIFFE ids. */
@NullMarked
package dev.polyrpc.kit.tls;

import org.jspecify.annotations.NullMarked;
