package org.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.StateLayout.Home;
import org.weir.engine.StateLayout.Kind;
import org.weir.engine.Steering.Arm;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What becomes of the time of a launch, with arms that bring what the test says. */
class SteeringTest {
    private static final int SLICES = 6000;
    private static final int ENTRIES = 16;
    private static final int COMMON = 1;
    private static final int RARE = 2;

    private final Arena arena = Arena.ofConfined();
    private final SharedTally tally = new SharedTally(
            arena.allocate(SharedTally.bytes(ENTRIES, 1), Long.BYTES).address(), ENTRIES, 1);
    private final List<Arm> arms = arms(2, true);
    private final int[] slices = new int[arms.size()];

    /** What a slice of an arm brings. */
    private interface Yield {
        int of(int arm);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    private static List<Arm> arms(int actors, boolean spin) {
        List<StateLayout> layouts = Stream.of(Kind.PACKED, Kind.SPREAD, Kind.COLUMN)
                .map(kind -> new StateLayout(kind, 0, List.of(0L, 4L), List.of(4L, 4L), 8, List.of(), 4096))
                .toList();
        return Steering.arms(layouts, actors, spin, true);
    }

    private int[] numbers(boolean hunting) {
        return IntStream.range(0, arms.size()).filter(arm -> arms.get(arm).hunting() == hunting).toArray();
    }

    private int slicesOf(boolean hunting) {
        return IntStream.of(numbers(hunting)).map(arm -> slices[arm]).sum();
    }

    private void run(Yield common, Yield rare) {
        Steering steering = new Steering(arms, tally, new Random(7));
        for (int i = 0; i < SLICES; i++) {
            int arm = steering.choose();
            count(COMMON, common.of(arm));
            count(RARE, rare.of(arm));
            steering.learn(arm, common.of(arm) + rare.of(arm), Steering.SLICE_NANOS);
            slices[arm]++;
        }
    }

    private void count(int key, int times) {
        for (int i = 0; i < times; i++) {
            tally.add(key);
        }
    }

    @Test
    void shouldGiveArmsOfFullSpeedTheirShareOfTheTimeWhateverTheyBring() {
        run(_ -> 10, arm -> arms.get(arm).hunting() ? 10 : 0);

        assertThat((double) slicesOf(false) / SLICES).isBetween(0.64, 0.66);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 9, 13, -1})
    void shouldSpendThatTimeOnTheFastestThoughSlowerOnesSeeMore(int index) {
        int[] raw = numbers(false);
        int fastest = raw[index < 0 ? raw.length - 1 : index];
        run(arm -> arm == fastest ? 40 : 20, arm -> arm == fastest ? 0 : 1);

        assertThat((double) slices[fastest] / slicesOf(false)).isGreaterThan(0.9);
    }

    @Test
    void shouldTakeAmongThoseThatAreAboutAsFastTheOneThatSeesMore() {
        int sees = numbers(false)[4];
        run(arm -> arm == sees ? 35 : 40, arm -> arm == sees ? 2 : 0);

        assertThat((double) slices[sees] / slicesOf(false)).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, -1})
    void shouldHuntWithTheArmThatSeesTheRareOutcomeMostOften(int index) {
        int[] hunting = numbers(true);
        int sees = hunting[index < 0 ? hunting.length - 1 : index];
        run(arm -> arm == sees ? 5 : 60, arm -> arm == sees ? 3 : 1);

        assertThat((double) slices[sees] / slicesOf(true)).isGreaterThan(0.85);
    }

    @Test
    void shouldTryEveryArmAgainAndAgain() {
        run(_ -> 10, _ -> 1);

        assertThat(IntStream.of(slices).min().orElseThrow()).isGreaterThan(5);
    }

    @Test
    void shouldHaveArmsOfFullSpeedInEveryLayoutAndBothOrdersOfHomes() {
        List<Arm> raw = arms.stream().filter(arm -> !arm.hunting()).toList();

        assertThat(raw).extracting(Arm::layout).contains(0, 1, 2);
        assertThat(raw).extracting(Arm::home).contains(Home.SHARED, Home.ASCENDING, Home.DESCENDING);
        assertThat(raw).allMatch(arm -> arm.window() == 0 && arm.delay() == 0);
    }

    @Test
    void shouldOnlyRunAtFullSpeedAndPackedWhenActorsCannotMeet() {
        for (List<Arm> few : List.of(arms(1, true), arms(2, false))) {
            assertThat(few).isNotEmpty().allMatch(arm -> !arm.hunting() && arm.layout() == 0);
        }
    }

    @Test
    void shouldTakeTheOnlyArmThereIs() {
        Steering steering = new Steering(List.of(Steering.ONE_BY_ONE), tally, new Random(7));
        for (int i = 0; i < 100; i++) {
            assertThat(steering.choose()).isZero();
            steering.learn(0, 1, Steering.SLICE_NANOS);
        }
    }
}
