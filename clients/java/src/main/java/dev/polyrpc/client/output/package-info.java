/** How answers are shown: to people as aligned tables, to programs as JSON. */
@NullMarked
package dev.polyrpc.client.output;

import org.jspecify.annotations.NullMarked;
