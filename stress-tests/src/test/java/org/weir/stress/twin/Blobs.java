package org.weir.stress.twin;

import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Results of jcstress that no jcstress run made, and files of them as it writes them. */
final class Blobs {
    static final int ITERATIONS = 3;
    static final int ITERATION_MILLIS = 500;

    private Blobs() {}

    static TestResult fork(Class<?> test, Map<String, Long> counts) throws IOException {
        return fork(test, Status.NORMAL, counts);
    }

    static TestResult fork(Class<?> test, Status status, Map<String, Long> counts) throws IOException {
        return fork(test.getName(), status, counts);
    }

    static TestResult fork(String test, Status status, Map<String, Long> counts) throws IOException {
        Options options = new Options(new String[]{"-iters", String.valueOf(ITERATIONS), "-time",
                String.valueOf(ITERATION_MILLIS), "-c", "1"});
        options.parse();
        List<String> actors = List.of("left", "right");
        TestInfo info = new TestInfo(test, test, test + "_jcstress", "", actors.size(),
                actors, false);
        TestResult result = new TestResult(status);
        result.setConfig(new TestConfig(options, info, 0, JcstressRun.C2, CompileMode.UNIFIED,
                new SchedulingClass(AffinityMode.NONE, actors.size(), null)));
        counts.forEach(result::addState);
        return result;
    }

    static Path write(Path file, TestResult... results) throws IOException {
        DiskWriteCollector writer = new DiskWriteCollector(file.toString());
        Arrays.asList(results).forEach(writer::add);
        writer.close();
        return file;
    }
}
