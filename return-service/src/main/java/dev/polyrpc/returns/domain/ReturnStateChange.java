package dev.polyrpc.returns.domain;

import java.time.Instant;

/**
 * One entry of a return's history.
 *
 * @param state what the return came into
 * @param initiatedBy subject on whose behalf
 * @param note what the inspector noted, or why the return was refused; else empty
 * @param changeTime when
 */
public record ReturnStateChange(ReturnState state, String initiatedBy, String note, Instant changeTime) {}
