package org.weir.examples;

import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

import java.io.IOException;
import java.util.stream.IntStream;

/**
 * A child changes a number and an array that lie in shared memory. Seed 004, valuearray.py.
 *
 * <pre>
 * 3.141592
 * [0, -1, -2, -3, -4, -5, -6, -7, -8, -9]
 * </pre>
 */
final class NegatedArray {
    private NegatedArray() {}

    private static void change(ProcessValue<Double> number, ProcessArray<Integer> array) {
        number.set(3.141592);
        for (int i = 0; i < array.length(); i++) {
            array.update(i, n -> -n);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ProcessValue<Double> number = ProcessValue.create(ValueType.DOUBLE, 0.0);
        ProcessArray<Integer> array = ProcessArray.of(ValueType.INT, IntStream.range(0, 10).boxed().toList());
        JvmProcess p = JvmProcess.of(NegatedArray::change, number, array);
        p.start();
        p.join();
        System.out.println(number.get());
        System.out.println(array.toList());
    }
}
