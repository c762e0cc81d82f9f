package org.weir.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * A declared fault.
 *
 * @param kind what is done
 * @param actor the index of the actor that it is done to
 * @param point the {@code Faults.point} at which it is done; empty for a random moment
 * @param within for a random moment: it lies uniformly between the actors' start and this much later
 * @param sample the one sample, counted from 1, in which it is done; 0 for every sample
 * @param probability how likely it is in a sample that it may be done in, 0 to 1
 * @param resumeAfter for {@link FaultKind#STOP}: how long the process stands still
 */
public record FaultModel(FaultKind kind, int actor, Optional<String> point, Duration within, long sample,
        double probability, Duration resumeAfter) {}
