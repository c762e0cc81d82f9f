package org.weir.engine;

import org.weir.engine.StateLayout.Home;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides how the strides of a memory launch are run, so that rare outcomes turn up often.
 *
 * <p>
 * Two actors that sweep over a stride collide only where they happen to be at the same sample at the same time. Left to
 * drift that is a matter of luck, and differs a hundredfold between launches. There are things that bring actors
 * together: the layout of the cells, the length of the stride, a meeting every few samples after which the last to come,
 * who knows a cache-line transfer earlier than the others that all are there, holds back for as long as that transfer
 * takes; and who resets a cell, because the actor that writes it need not fetch its line if it is the same one. How long is not known, and depends on the scenario, the machine and what the compiler made of the code. So each
 * combination is an <em>arm</em> of a bandit, whose reward is what is wanted: outcomes seen per second, each weighted by
 * the square of its rarity so far. It knows nothing of what the outcomes mean.
 *
 * <p>
 * Arms are of two kinds. <em>Raw</em> arms run at full speed, and get a fixed share of the time, because a number of
 * samples is a bound for what was never seen. Which layout is the fastest differs between machines, so there are raw arms
 * of each: on two cores of an Intel Xeon virtual machine they made 31 million samples a second of volatile store
 * buffering where those of the packed layout alone had made 21 ({@code mvn -Pbench}, medians of five rounds).
 * <em>Hunting</em> arms get the rest. Within a kind the best arm so far is taken, one time in twenty a random one. The
 * leader decides, by its own share of the tallies, every {@value #SLICE_NANOS} nanoseconds.
 *
 * <p>
 * There is a limit. A sample in which two actors meet costs each at least the transfer of one line from the other core,
 * and the volatile accesses keep it from overlapping with the next sample's. On two cores of an EPYC virtual machine that
 * is some 40 ns when both share a cache, three times that when they do not, and the host may change from one to the
 * other between two runs: hunting arms make 5 to 25 million samples a second there, of which, in volatile store
 * buffering, two thirds (a meeting before every sample) to one fifth (before every 32nd) show the rarest outcome, about
 * 3 million a second in each case. More of the one is bought with less of the other.
 *
 * <p>
 * Every sample counts the same in the tally, whichever arm took it: a rate is one of this mixture, which is why the
 * launches' rates are shown beside the pooled one.
 */
final class Steering {
    /**
     * How a stride is run.
     *
     * @param hunting whether the arm exists for collisions rather than for numbers
     * @param layout number of the layout
     * @param stride samples in the stride
     * @param window samples between meetings; 0 for none
     * @param delay reads of a quiet line that the last to come to a meeting waits for
     * @param home which worker resets which cell
     */
    record Arm(boolean hunting, int layout, int stride, int window, int delay, Home home) {}

    static final long SLICE_NANOS = 400_000;

    /** For states that cannot be moved from sample to sample. */
    static final Arm ONE_BY_ONE = new Arm(false, 0, 1, 0, 0, Home.SHARED);

    private static final double RAW_SHARE = 0.65;
    private static final int EXPLORE_ONE_IN = 20;
    private static final int TRIES_FIRST = 3;
    private static final double NEAR_BEST_RATE = 0.85;
    private static final double LEARNING = 0.1;
    private static final int[] STRIDES = {512, 1024, 4096};
    private static final int[] DELAYS = {60, 110, 180, 300};

    private final List<Arm> arms;
    private final SharedTally tally;
    private final RandomGenerator random;
    private final double[] score;
    private final double[] rate;
    private final long[] tries;
    private long rawNanos;
    private long huntNanos;
    private long[] counts = new long[64];
    private long[] before = new long[64];

    Steering(List<Arm> arms, SharedTally tally, RandomGenerator random) {
        this.arms = arms;
        this.tally = tally;
        this.random = random;
        this.score = new double[arms.size()];
        this.rate = new double[arms.size()];
        this.tries = new long[arms.size()];
    }

    /**
     * The arms for a launch; the same in every worker.
     *
     * @param layouts the state's layouts, packed first
     * @param actors number of actors
     * @param spin whether there is a CPU for each actor; if not, meetings would only cost
     * @param homing whether cells may be reset while other workers still tally, as no arbiter reads them
     */
    static List<Arm> arms(List<StateLayout> layouts, int actors, boolean spin, boolean homing) {
        Set<Arm> arms = new LinkedHashSet<>();
        for (int stride : STRIDES) {
            arms.add(arm(layouts, false, 0, stride, 0, 0, Home.SHARED));
        }
        if (actors < 2 || !spin) {
            return List.copyOf(arms);
        }
        for (int i = 1; i < layouts.size(); i++) {
            for (Home home : homes(layouts.get(i), homing)) {
                for (int stride : STRIDES) {
                    arms.add(arm(layouts, false, i, stride, 0, 0, home));
                }
            }
        }
        for (int i = 0; i < layouts.size(); i++) {
            for (Home home : homes(layouts.get(i), homing)) {
                switch (layouts.get(i).kind()) {
                    case PACKED -> {
                        arms.add(arm(layouts, true, i, 256, 8, 110, home));
                        arms.add(arm(layouts, true, i, 4096, 0, 0, home));
                    }
                    case COLUMN -> {
                        for (int stride : STRIDES) {
                            arms.add(arm(layouts, true, i, stride, 0, 0, home));
                        }
                        arms.add(arm(layouts, true, i, 1024, 32, 110, home));
                    }
                    case SPREAD -> {
                        for (int delay : DELAYS) {
                            arms.add(arm(layouts, true, i, 256, 1, delay, home));
                            arms.add(arm(layouts, true, i, 256, 8, delay, home));
                            arms.add(arm(layouts, true, i, 1024, 32, delay, home));
                        }
                        arms.add(arm(layouts, true, i, 1024, 0, 0, home));
                    }
                }
            }
        }
        return List.copyOf(arms);
    }

    private static List<Home> homes(StateLayout layout, boolean homing) {
        return homing && layout.separatesCells() ? List.of(Home.ASCENDING, Home.DESCENDING) : List.of(Home.SHARED);
    }

    private static Arm arm(List<StateLayout> layouts, boolean hunting, int layout, int stride, int window, int delay,
            Home home) {
        int fits = Math.min(stride, layouts.get(layout).maxStride());
        return new Arm(hunting, layout, fits, window, delay, home);
    }

    /** The arm for the next slice. */
    int choose() {
        boolean hunt = huntNanos * RAW_SHARE < rawNanos * (1 - RAW_SHARE);
        double fastest = 0;
        boolean any = false;
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).hunting() == hunt) {
                any = true;
                if (tries[i] < TRIES_FIRST) {
                    return i;
                }
                fastest = Math.max(fastest, rate[i]);
            }
        }
        if (!any) {
            hunt = !hunt;
        }
        boolean explore = random.nextInt(EXPLORE_ONE_IN) == 0;
        int start = random.nextInt(arms.size());
        int best = -1;
        for (int j = 0; j < arms.size(); j++) {
            int i = (start + j) % arms.size();
            if (arms.get(i).hunting() != hunt) {
                continue;
            }
            if (explore) {
                return i;
            }
            boolean fastEnough = hunt || rate[i] >= NEAR_BEST_RATE * fastest;
            if (fastEnough && (best < 0 || score[i] > score[best])) {
                best = i;
            }
        }
        return best;
    }

    /** Takes in what the last slice brought. */
    void learn(int arm, long samples, long nanos) {
        tries[arm]++;
        if (arms.get(arm).hunting()) {
            huntNanos += nanos;
        } else {
            rawNanos += nanos;
        }
        double weight = Math.max(LEARNING, 1.0 / tries[arm]);
        score[arm] += weight * (reward() / nanos - score[arm]);
        rate[arm] += weight * ((double) samples / nanos - rate[arm]);
    }

    private double reward() {
        int used = tally.used();
        if (used > counts.length) {
            counts = Arrays.copyOf(counts, used * 2);
            before = Arrays.copyOf(before, used * 2);
        }
        long rarest = Long.MAX_VALUE;
        for (int i = 0; i < used; i++) {
            counts[i] = tally.countOf(i);
            rarest = Math.min(rarest, counts[i]);
        }
        double reward = 0;
        for (int i = 0; i < used; i++) {
            double rarity = (double) rarest / counts[i];
            reward += (counts[i] - before[i]) * rarity * rarity;
            before[i] = counts[i];
        }
        return reward;
    }
}
