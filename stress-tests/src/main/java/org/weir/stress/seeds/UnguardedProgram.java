package org.weir.stress.seeds;

import org.weir.process.JvmProcess;

import java.io.IOException;

/** A program whose main method starts a child, with nothing around it. Each writes its name and process id into a file. */
final class UnguardedProgram {
    private UnguardedProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Lines.add(args[0], "main " + ProcessHandle.current().pid());
        JvmProcess.of(UnguardedProgram::child, args[0]).start().join();
    }

    private static void child(String file) throws IOException {
        Lines.add(file, "child " + ProcessHandle.current().pid());
    }
}
