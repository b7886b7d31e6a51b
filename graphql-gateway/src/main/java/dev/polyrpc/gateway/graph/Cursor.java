package dev.polyrpc.gateway.graph;

/**
 * A place in a list that a backend pages through: a page, and how many of its rows lie before the place.
 *
 * @param skip rows of the page that lie before the place
 * @param pageToken the backend's token of the page; empty = the first page
 */
record Cursor(int skip, String pageToken) {
    /** The start of every list. */
    static final Cursor START = new Cursor(0, "");
}
