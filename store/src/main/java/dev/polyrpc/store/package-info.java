/** An embedded SQLite database: one writer that commits in groups, readers beside it, and what idempotent calls and pages need. */
@NullMarked
package dev.polyrpc.store;

import org.jspecify.annotations.NullMarked;
