package org.weir.examples;

import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of the program that a child fills is still empty in the parent: every process has memory of its own.
 * Seeds 000 and 002.
 *
 * <pre>
 * Result(in process p1): [1, 4, 9, 16]
 * Result(in main program): []
 * </pre>
 */
final class PrivateList {
    private PrivateList() {}

    private static final List<Integer> RESULT = new ArrayList<>();

    private static void squareList(List<Integer> numbers) {
        numbers.forEach(number -> RESULT.add(number * number));
        System.out.println("Result(in process p1): " + RESULT);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        JvmProcess p1 = JvmProcess.of(PrivateList::squareList, List.of(1, 2, 3, 4));
        p1.start();
        p1.join();
        System.out.println("Result(in main program): " + RESULT);
    }
}
