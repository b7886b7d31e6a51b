/** How streams are made to last: flow control both ways, and going on where they were lost, without loss or doubles. */
@NullMarked
package dev.polyrpc.client.stream;

import org.jspecify.annotations.NullMarked;
