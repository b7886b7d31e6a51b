/** A run as one web page that needs nothing else: tables that read without scripts, charts over them. */
@NullMarked
package dev.polyrpc.benchmark.page;

import org.jspecify.annotations.NullMarked;
