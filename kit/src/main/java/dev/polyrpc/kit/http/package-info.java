/** HTTPS servers on Vert.x, with this process's identity. */
@NullMarked
package dev.polyrpc.kit.http;

import org.jspecify.annotations.NullMarked;
