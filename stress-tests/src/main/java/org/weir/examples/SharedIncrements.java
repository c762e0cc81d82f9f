package org.weir.examples;

import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two processes add one to a shared value a thousand times each, two others to every element of an array. Seed 001 prints
 * 2000, and does not always get it: reading and writing lock each by itself, and an increment lies between. {@code update}
 * is one step, and here the total is what the seed says.
 *
 * <pre>
 * Shared Value: 2000
 * Shared Array: [2, 3, 4, 5, 6]
 * </pre>
 */
final class SharedIncrements {
    private SharedIncrements() {}

    private static void incrementValue(ProcessValue<Integer> value) {
        for (int i = 0; i < 1000; i++) {
            value.update(before -> before + 1);
        }
    }

    private static void incrementArray(ProcessArray<Integer> array) {
        for (int i = 0; i < array.length(); i++) {
            array.update(i, before -> before + 1);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ProcessValue<Integer> value = ProcessValue.create(ValueType.INT, 0);
        ProcessArray<Integer> array = ProcessArray.of(ValueType.INT, List.of(0, 1, 2, 3, 4));
        List<JvmProcess> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(JvmProcess.of(SharedIncrements::incrementValue, value).start());
            processes.add(JvmProcess.of(SharedIncrements::incrementArray, array).start());
        }
        for (JvmProcess process : processes) {
            process.join();
        }
        System.out.println("Shared Value: " + value.get());
        System.out.println("Shared Array: " + array.toList());
    }
}
