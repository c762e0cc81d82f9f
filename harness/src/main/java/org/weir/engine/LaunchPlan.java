package org.weir.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One launch of a scenario's worker JVMs, decided before it starts.
 *
 * @param index its number, from 0
 * @param seed everything random in the launch comes from it
 * @param modes the compiler mode of each actor
 * @param stress whether C2 shuffles its choices ({@code -XX:+StressLCM} and its kin), seeded with {@code seed}
 * @param weight its share of the time, relative to the other launches' weights
 */
record LaunchPlan(int index, long seed, List<JitMode> modes, boolean stress, double weight) {
    private static final List<JitMode> NEXT = List.of(JitMode.C2, JitMode.C1, JitMode.INTERPRETER);
    private static final List<JitMode> MODES = List.of(JitMode.INTERPRETER, JitMode.C1, JitMode.C2);
    private static final double MAIN = 4;
    private static final double SIDE = 1;

    /**
     * The launches of one configuration. The first is {@code main} for all, then C2 with shuffled choices, all C1, all
     * interpreter, and from there on a mode per actor drawn from the seed, in every second one with shuffled choices. The
     * same arguments give the same plan.
     *
     * @param launches how many, at least 1
     * @param actors how many actors
     * @param seed the configuration's seed
     * @param main the mode of the first launch: C2 where accesses to memory are studied, for it reorders most and runs
     *        most in production; tiered where a sample is a matter of milliseconds, of system calls and other processes,
     *        most of which a JVM without C1 would spend interpreting
     */
    static List<LaunchPlan> plan(int launches, int actors, long seed, JitMode main) {
        RandomGenerator random = random(seed);
        List<LaunchPlan> plans = new ArrayList<>();
        for (int i = 0; i < launches; i++) {
            long launchSeed = random.nextLong() >>> 1;
            RandomGenerator modeOf = random(launchSeed);
            List<JitMode> modes = new ArrayList<>();
            for (int actor = 0; actor < actors; actor++) {
                modes.add(i == 0 ? main
                        : i <= NEXT.size() ? NEXT.get(i - 1) : MODES.get(modeOf.nextInt(MODES.size())));
            }
            boolean stress = i == 1 || (i > 3 && i % 2 == 1);
            plans.add(new LaunchPlan(i, launchSeed, List.copyOf(modes), stress, i == 0 ? MAIN : SIDE));
        }
        return plans;
    }

    /** A further launch like this one, with a seed of its own. */
    LaunchPlan again(int number) {
        return new LaunchPlan(number, random(seed + number).nextLong() >>> 1, modes, stress, weight);
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /**
     * The JVM arguments that this plan gives to a worker, apart from what the scenario and the user ask for.
     *
     * @param worker an actor's index, or the number of actors for the arbiter's JVM, which runs with C1
     * @param scenario binary name of the scenario class
     */
    List<String> jvmArgs(int worker, String scenario) {
        JitMode mode = worker < modes.size() ? modes.get(worker) : JitMode.C1;
        List<String> args = new ArrayList<>(mode.jvmArgs(scenario));
        if (stress && mode == JitMode.C2) {
            args.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+StressLCM", "-XX:+StressGCM", "-XX:+StressIGVN",
                    "-XX:+StressCCP", "-XX:StressSeed=" + (seed & Integer.MAX_VALUE)));
        }
        return args;
    }
}
