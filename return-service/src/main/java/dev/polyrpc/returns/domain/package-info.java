/** What a return is and how it goes through its states, without a word of transport or database. */
@NullMarked
package dev.polyrpc.returns.domain;

import org.jspecify.annotations.NullMarked;
