/** Tables of events that others follow: each event once and in order, from any position that is kept, and from then on as it commits. */
@NullMarked
package dev.polyrpc.store.feed;

import org.jspecify.annotations.NullMarked;
