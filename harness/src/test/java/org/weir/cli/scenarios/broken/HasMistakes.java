package org.weir.cli.scenarios.broken;

import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Samples;

/** No actor, no outcome, and a number that asks for nothing. */
@MultiJvmTest
@Samples(min = 0)
public class HasMistakes {}
