package org.weir.examples;

import org.weir.memory.RawValue;
import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessValue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten processes add one to a number fifty times each: without a lock some additions are lost, differently each time; with
 * one none is. Seed 002.
 *
 * <pre>
 * value = ...
 * Counter = 500
 * </pre>
 */
final class UnlockedAndLockedCounter {
    private UnlockedAndLockedCounter() {}

    private static final int PROCESSES = 10;

    private static void unlocked(RawValue<Integer> value) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            Thread.sleep(Duration.ofMillis(1));
            value.set(value.get() + 1);
        }
    }

    private static void locked(ProcessValue<Integer> value) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            Thread.sleep(Duration.ofMillis(1));
            value.update(before -> before + 1);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        RawValue<Integer> value = RawValue.create(ValueType.INT, 0);
        runAll(JvmProcess.of(UnlockedAndLockedCounter::unlocked, value), value);
        System.out.println("value = " + value.get());

        ProcessValue<Integer> counter = ProcessValue.create(ValueType.INT, 0);
        List<JvmProcess> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(JvmProcess.of(UnlockedAndLockedCounter::locked, counter).start());
        }
        for (JvmProcess process : processes) {
            process.join();
        }
        System.out.println("Counter = " + counter.get());
    }

    private static void runAll(JvmProcess first, RawValue<Integer> value) throws IOException, InterruptedException {
        List<JvmProcess> processes = new ArrayList<>(List.of(first.start()));
        for (int i = 1; i < PROCESSES; i++) {
            processes.add(JvmProcess.of(UnlockedAndLockedCounter::unlocked, value).start());
        }
        for (JvmProcess process : processes) {
            process.join();
        }
    }
}
