/** What all verbs of the command line share: who calls, where, and how it ends. */
@NullMarked
package dev.polyrpc.client.frame;

import org.jspecify.annotations.NullMarked;
