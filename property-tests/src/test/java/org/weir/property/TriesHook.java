package org.weir.property;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Multiplies the tries of every property by the system property {@value #TRIES}, if it is set: 0.1 for a glance, 50 for a night. */
public final class TriesHook implements AroundPropertyHook {
    static final String TRIES = "weir.tries";

    private static final int DEFAULT = 1_000;

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String text = System.getProperty(TRIES, "");
        if (!text.isEmpty()) {
            int tries = context.attributes().tries().orElse(DEFAULT);
            context.attributes().setTries(scaled(tries, text));
        }
        return property.execute();
    }

    /**
     * So many times as many tries, one at least.
     *
     * @throws IllegalArgumentException if {@code times} is no positive number
     */
    static int scaled(int tries, String times) {
        double factor;
        try {
            factor = Double.parseDouble(times);
        } catch (NumberFormatException none) {
            factor = Double.NaN;
        }
        if (!(factor > 0) || factor * tries > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("-D" + TRIES + " is how many times as many tries are to be made, such as"
                    + " 10 or 0.1; got '" + times + "'.");
        }
        return Math.max(1, (int) Math.round(factor * tries));
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return Integer.MIN_VALUE + 1;
    }
}
