package org.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;

class RunOptionsTest {
    private final RunOptions options = RunOptions.of(Path.of("out"), 1);

    @Test
    void shouldGiveEachConfigurationItsTimeUntilAPersonWouldHaveToWaitTooLong() {
        assertThat(options.budgetFor(1)).isEqualTo(RunOptions.DEFAULT_BUDGET);
        assertThat(options.budgetFor(3)).isEqualTo(Duration.ofSeconds(18));
        assertThat(options.budgetFor(1000)).isEqualTo(RunOptions.MOST_BY_DEFAULT);
        assertThat(options.budgetFor(0)).isZero();
    }

    @Test
    void shouldKeepToTheBudgetThatWasAskedForWhateverIsRun() {
        assertThat(options.withTimeBudget(Duration.ofHours(1)).budgetFor(1000)).isEqualTo(Duration.ofHours(1));
    }
}
