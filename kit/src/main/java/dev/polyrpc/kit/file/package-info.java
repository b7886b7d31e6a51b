/** Files that change while a process runs. */
@NullMarked
package dev.polyrpc.kit.file;

import org.jspecify.annotations.NullMarked;
