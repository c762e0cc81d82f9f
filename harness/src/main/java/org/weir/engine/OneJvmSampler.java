package org.weir.engine;

import org.weir.outcome.ActorFate;
import org.weir.results.Diagnostic;
import org.weir.scenario.ActorModel;
import org.weir.scenario.ResultField;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the actors as threads of this JVM on one state, for stepping through with a debugger. Ordinary fields are shared
 * then, unlike between processes, faults are not done, and with a debugger attached there is no deadline.
 */
final class OneJvmSampler {
    private final ScenarioModel model;
    private final LoadedScenario scenario;
    private final LaunchCounts counts;
    private ExecutorService threads;

    OneJvmSampler(ScenarioConfiguration configuration, LaunchCounts counts) throws LaunchException {
        this.model = configuration.model();
        this.counts = counts;
        this.threads = newThreads();
        try {
            this.scenario = new LoadedScenario(WorkerPlan.inOneJvm(configuration));
            for (Method before : model.beforeWorker()) {
                LoadedScenario.call(before, new Object(), new Object());
            }
        } catch (Throwable t) {
            throw new LaunchException("the scenario could not be loaded: " + t, t);
        }
    }

    private static ExecutorService newThreads() {
        return Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("weir-actor-", 0).factory());
    }

    void sample(Clock clock) throws LaunchException {
        long told = System.nanoTime();
        try {
            while (!clock.isOver(counts.samples())) {
                long start = System.nanoTime();
                counts.add(one(), 1);
                counts.spend(System.nanoTime() - start);
                if (System.nanoTime() - told > Clock.TELL_NANOS) {
                    told = System.nanoTime();
                    clock.watcher().sampled(counts.counts(), counts.nanos());
                }
            }
        } catch (LaunchException e) {
            throw e;
        } catch (Throwable t) {
            throw new LaunchException("a sample could not be taken: " + t, t);
        } finally {
            threads.shutdownNow();
        }
    }

    private String one() throws Throwable {
        Object state = scenario.construct();
        for (Method before : model.beforeSample()) {
            LoadedScenario.call(before, state, new Object());
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Object> results = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        for (ActorModel actor : model.actors()) {
            Object result = scenario.newResult();
            results.add(result);
            running.add(threads.submit(() -> {
                start.await();
                try {
                    LoadedScenario.call(actor.method(), state, result);
                } catch (Throwable t) {
                    throw new ExecutionException(t);
                }
                return null;
            }));
        }
        start.countDown();
        Map<Integer, String> fates = new TreeMap<>();
        for (ActorModel actor : model.actors()) {
            await(actor, running.get(actor.index()), fates);
        }
        String outcome = outcome(state, results, fates);
        for (Method after : model.afterSample()) {
            LoadedScenario.call(after, state, new Object());
        }
        if (state instanceof AutoCloseable closeable) {
            closeable.close();
        }
        return outcome;
    }

    private void await(ActorModel actor, Future<?> future, Map<Integer, String> fates) throws InterruptedException {
        try {
            future.get(isDebugged() ? Long.MAX_VALUE : model.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            fates.put(actor.index(), ActorFate.HUNG.id(actor.name()));
            threads.shutdownNow();
            threads = newThreads();
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause() instanceof ExecutionException inner && inner.getCause() != null
                    ? inner.getCause()
                    : e;
            fates.put(actor.index(), threw(actor.name(), thrown));
        }
    }

    private String threw(String name, Throwable thrown) {
        counts.explain(List.of(
                new Diagnostic("stack-trace", name, "what " + name + " threw", ResourceLoop.traceOf(thrown))));
        return ActorFate.THREW.id(name, thrown.getClass().getName());
    }

    private static boolean isDebugged() {
        return ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .anyMatch(argument -> argument.contains("jdwp"));
    }

    private String outcome(Object state, List<Object> results, Map<Integer, String> fates) throws Throwable {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < model.resultFields().size(); i++) {
            ResultField field = model.resultFields().get(i);
            boolean known = field.writer() >= 0 && !fates.containsKey(field.writer());
            merged.add(known ? ResultObject.values(results.get(field.writer()), scenario.results()).get(i)
                    : FieldKind.of(field.type()).defaultText());
        }
        if (model.arbiter().isPresent()) {
            Object result = scenario.newResult();
            ResultObject.set(result, scenario.results(), merged);
            try {
                LoadedScenario.call(model.arbiter().get(), state, result);
                merged = ResultObject.values(result, scenario.results());
            } catch (Throwable t) {
                fates.put(model.actors().size(), threw(model.arbiter().get().getName(), t));
            }
        }
        return Fates.id(List.copyOf(fates.values()), merged);
    }
}
