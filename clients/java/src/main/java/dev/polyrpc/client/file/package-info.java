/** Items in files, read one at a time: comma-separated values and JSON Lines. */
@NullMarked
package dev.polyrpc.client.file;

import org.jspecify.annotations.NullMarked;
