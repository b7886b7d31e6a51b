/** What the build makes of the contracts for the REST view: descriptors with HTTP rules, and their OpenAPI document. */
@NullMarked
package dev.polyrpc.rest;

import org.jspecify.annotations.NullMarked;
