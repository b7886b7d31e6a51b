/** Where returns are kept: an embedded SQLite database. */
@NullMarked
package dev.polyrpc.returns.outbound.jdbc;

import org.jspecify.annotations.NullMarked;
