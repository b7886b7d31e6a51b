/** HTTPS servers on Vert.x, with this process's identity, and a failure in HTTP's words. */
@NullMarked
package dev.polyrpc.kit.http;

import org.jspecify.annotations.NullMarked;
