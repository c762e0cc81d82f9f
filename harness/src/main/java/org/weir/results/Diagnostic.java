package org.weir.results;

/**
 * Something that explains an outcome or an error: a thread dump of a hung worker, the tail of a dead worker's output.
 *
 * @param kind what it is: {@code thread-dump}, {@code stdout}, {@code stderr}, {@code hs_err}, {@code stack-trace},
 *             {@code construction}, {@code fault}
 * @param actor the actor's name; empty if it concerns no single one
 * @param title one line for people
 * @param text the whole of it, possibly of many lines
 */
public record Diagnostic(String kind, String actor, String title, String text) {}
