package org.weir.cli;

import org.weir.engine.RunListener;
import org.weir.engine.RunOptions;
import org.weir.outcome.Figures;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioConfiguration;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says on standard error how a run goes: on a terminal by one line that is written over, else by a line every
 * so often. Safe for use by several threads; a thread of its own keeps the time, since a single sample may take longer.
 */
final class ProgressLine implements RunListener, AutoCloseable {
    private static final Duration REWRITE = Duration.ofMillis(200);
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Output output;
    private final int total;
    private final Duration budget;
    /** The budget, or what launching everything takes if that is more. */
    private final Duration expected;
    private final boolean bounded;
    private final long start = System.nanoTime();
    private final PrintStream err = System.err;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("weir-progress").factory());
    private int done;
    private long forbidden;
    private String current = "";
    private Optional<Progress> latest = Optional.empty();
    private boolean lineStands;

    private ProgressLine(RunPlan plan, RunOptions options, Terminal terminal, Output output) {
        this.terminal = terminal;
        this.output = output;
        this.total = plan.size();
        this.bounded = options.debugActor().isEmpty();
        this.budget = options.budgetFor(plan.configurations().size());
        Duration launches = options.inOneJvm() ? Duration.ZERO
                : RunOptions.USUAL_LAUNCH.multipliedBy((long) plan.configurations().size()
                        * (options.samples().isPresent() ? 1 : Math.max(1, options.launches())));
        this.expected = bounded && budget.compareTo(launches) < 0 ? launches : budget;
    }

    /** Says at once what is going to be done, and from then on how it goes. */
    static ProgressLine start(RunPlan plan, RunOptions options, Terminal terminal, Output output, Duration lines) {
        ProgressLine progress = new ProgressLine(plan, options, terminal, output);
        progress.note("running " + Figures.count(plan.size(), "configuration", "configurations")
                + (progress.bounded ? " in about " + time(progress.expected) : "") + ", seed " + options.seed()
                + (plan.rejected().isEmpty() ? ""
                        : "; " + Figures.count(plan.rejected().size(), "class", "classes")
                                + " with mistakes counted as errors")
                + (progress.expected.equals(progress.budget) ? ""
                        : "; launches alone take longer than the budget of " + time(progress.budget)));
        long period = (terminal.rewrites() ? REWRITE : lines).toMillis();
        var _ = progress.clock.scheduleAtFixedRate(progress::tick, terminal.rewrites() ? 0 : period, period,
                TimeUnit.MILLISECONDS);
        return progress;
    }

    private synchronized void tick() {
        if (terminal.rewrites()) {
            err.print(terminal.rewritten(line()));
            lineStands = true;
        } else {
            err.println(line());
        }
        err.flush();
    }

    private String line() {
        StringBuilder line = new StringBuilder("weir: ").append(done).append('/').append(total).append(" done");
        if (bounded) {
            line.append(", ").append(left());
        }
        line.append(", ")
                .append(Figures.count(forbidden + latest.map(Progress::forbidden).orElse(0L)))
                .append(" forbidden");
        if (!current.isEmpty()) {
            line.append("; ").append(current);
            latest.ifPresent(progress -> line.append(": ")
                    .append(brief((double) progress.samples()))
                    .append(" samples, ")
                    .append(brief(progress.perSecond()))
                    .append("/s"));
        }
        return line.toString();
    }

    private String left() {
        Duration elapsed = elapsed();
        if (elapsed.compareTo(expected) < 0) {
            return time(expected.minus(elapsed)) + " left";
        }
        int toCome = total - done;
        return done == 0 || toCome <= 1 ? "last samples"
                : "late, " + time(elapsed.multipliedBy(toCome).dividedBy(done)) + " left";
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Says so if the run, which is over, took clearly more time than it was to take. */
    void admitOverrun() {
        Duration elapsed = elapsed();
        if (bounded && elapsed.compareTo(budget.plus(budget.dividedBy(4)).plus(TOLERATED)) > 0) {
            note("took " + time(elapsed) + ", more than the time budget of " + time(budget)
                    + (expected.equals(budget) ? "" : ": launches alone take longer"));
        }
    }

    private static String brief(double number) {
        return number >= 1e6 ? String.format(Locale.ROOT, "%,.1f M", number / 1e6)
                : String.format(Locale.ROOT, number >= 10 ? "%,.0f" : "%.2g", number);
    }

    private static String time(Duration duration) {
        if (duration.toMillis() < 500) {
            return duration.toMillis() + " ms";
        }
        long seconds = duration.plusMillis(500).toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** Writes a line for the user. */
    synchronized void note(String message) {
        clear();
        err.println("weir: " + message);
        err.flush();
    }

    private void clear() {
        if (lineStands) {
            err.print(terminal.rewritten(""));
            err.flush();
            lineStands = false;
        }
    }

    @Override
    public synchronized void started(ScenarioConfiguration configuration) {
        current = configuration.displayName();
        latest = Optional.empty();
    }

    @Override
    public synchronized void progress(Progress progress) {
        latest = Optional.of(progress);
    }

    @Override
    public void finished(ScenarioConfiguration configuration, ScenarioResult result) {
        show(result);
    }

    /** Counts a result, and shows it. */
    synchronized void show(ScenarioResult result) {
        done++;
        current = "";
        latest = Optional.empty();
        forbidden += result.outcomes().stream().filter(OutcomeResult::forbidden).mapToLong(OutcomeResult::count).sum();
        clear();
        try {
            output.show(result);
        } catch (IOException e) {
            throw new UncheckedIOException("the results just written cannot be read", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            clear();
        }
    }
}
