package org.weir.examples;

import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

import java.io.IOException;
import java.util.List;

/**
 * An array and a value in shared memory, filled by a child and read by the parent. Seeds 000 and 002.
 *
 * <pre>
 * Result(in process p1): [1, 4, 9, 16]
 * Sum of squares(in process p1): 30
 * Result(in main program): [1, 4, 9, 16]
 * Sum of squares(in main program): 30
 * </pre>
 */
final class SharedSquares {
    private SharedSquares() {}

    private static void squareList(List<Integer> numbers, ProcessArray<Integer> result,
            ProcessValue<Integer> squareSum) {
        for (int i = 0; i < numbers.size(); i++) {
            result.set(i, numbers.get(i) * numbers.get(i));
        }
        squareSum.set(result.toList().stream().mapToInt(Integer::intValue).sum());
        System.out.println("Result(in process p1): " + result.toList());
        System.out.println("Sum of squares(in process p1): " + squareSum.get());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ProcessArray<Integer> result = ProcessArray.create(ValueType.INT, 4);
        ProcessValue<Integer> squareSum = ProcessValue.create(ValueType.INT, 0);
        JvmProcess p1 = JvmProcess.of(SharedSquares::squareList, List.of(1, 2, 3, 4), result, squareSum);
        p1.start();
        p1.join();
        System.out.println("Result(in main program): " + result.toList());
        System.out.println("Sum of squares(in main program): " + squareSum.get());
    }
}
