/** Work on whole files: their items sent, progress shown, refused lines told. */
@NullMarked
package dev.polyrpc.client.bulk;

import org.jspecify.annotations.NullMarked;
