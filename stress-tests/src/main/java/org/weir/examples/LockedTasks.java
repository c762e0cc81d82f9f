package org.weir.examples;

import org.weir.memory.RawValue;
import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessLock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten processes read, wait and write under a lock. Seed 001, with a shorter wait.
 *
 * <pre>
 * Final value: 10
 * </pre>
 */
final class LockedTasks {
    private LockedTasks() {}

    private static void task(ProcessLock lock, RawValue<Integer> shared) throws InterruptedException {
        lock.lock();
        try {
            int before = shared.get();
            Thread.sleep(Duration.ofMillis(10));
            shared.set(before + 1);
        } finally {
            lock.unlock();
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ProcessLock lock = ProcessLock.create();
        RawValue<Integer> shared = RawValue.create(ValueType.INT, 0);
        List<JvmProcess> processes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            processes.add(JvmProcess.of(LockedTasks::task, lock, shared).start());
        }
        for (JvmProcess process : processes) {
            process.join();
        }
        System.out.println("Final value: " + shared.get());
    }
}
