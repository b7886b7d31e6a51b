/** The token service: a small OAuth 2 authorisation server and security token service for machines. */
@NullMarked
package dev.polyrpc.token;

import org.jspecify.annotations.NullMarked;
