package org.weir.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import org.weir.memory.Realm;
import org.weir.os.Affinity;
import org.weir.os.Fifo;
import org.weir.os.FileHandle;
import org.weir.os.Processes;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.scenario.ScenarioFinder;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code weir doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = {
        "Shows what Weir finds on this machine, removes what killed runs have left in shared memory, and"
                + " says which scenarios of the class path a Maven build would not run."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:scenarios can be run here", "3:they cannot; what is wrong is marked with !"})
final class DoctorCommand implements Callable<Integer> {
    /** Of Linux, in limits.h; the same on all its architectures. */
    private static final int PIPE_BUF = 4096;
    private static final long LITTLE_SHARED_MEMORY = 64 << 20;
    private static final double MIB = 1 << 20;
    private static final int MOST_NAMES = 12;

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<String> lines = new ArrayList<>();
    private boolean ill;

    /** Finds something out; what it throws is what is wrong. */
    private interface Check {
        String find() throws IOException;
    }

    @Override
    public Integer call() {
        EnvironmentInfo environment = EnvironmentProbe.capture();
        say("weir", () -> environment.weirVersion());
        say("JDK", () -> environment.jdk() + ", " + System.getProperty("java.home"));
        say("AOT cache", DoctorCommand::aot);
        say("native access", DoctorCommand::nativeAccess);
        say("kernel", () -> environment.kernel() + ", " + environment.architecture());
        say("CPUs", () -> environment.cpuModel() + "; " + environment.topology());
        say("affinity", DoctorCommand::affinity);
        say("shared memory", DoctorCommand::sharedMemory);
        say("realms", DoctorCommand::realms);
        say("pipes", DoctorCommand::pipes);
        say("limits", DoctorCommand::limits);
        say("scenarios", this::scenarios);
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
        return ill ? ExitCodes.SOFTWARE : ExitCodes.OK;
    }

    private void say(String what, Check check) {
        String mark = "  ";
        String found;
        try {
            found = check.find();
        } catch (IOException | RuntimeException | LinkageError e) {
            found = e instanceof Ill ? String.valueOf(e.getMessage()) : e.toString();
            mark = "! ";
            ill = true;
        }
        lines.add(String.format(Locale.ROOT, "%s%-14s %s", mark, what, found.replace("\n", "\n" + " ".repeat(17))));
    }

    /** Something that keeps scenarios from being run. */
    private static final class Ill extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ill(String message) {
            super(message);
        }
    }

    private static String aot() {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("AOTCache");
        } catch (IllegalArgumentException e) {
            return "this JVM has none: worker JVMs start more slowly";
        }
        boolean sharing = System.getProperty("java.vm.info", "").contains("sharing");
        return "supported" + (sharing ? "; class data sharing is on" : "; class data sharing is off");
    }

    private static String nativeAccess() {
        return DoctorCommand.class.getModule().isNativeAccessEnabled()
                ? "enabled"
                : "not enabled: start with --enable-native-access=ALL-UNNAMED, or the JDK prints warnings";
    }

    private static String affinity() throws IOException {
        List<Integer> cpus = List.copyOf(Affinity.current());
        return "this process may run on " + cpus.size() + ": "
                + cpus.stream().map(String::valueOf).collect(Collectors.joining(","))
                + (cpus.size() == 1 ? "; actors take turns on a single CPU, and races hardly show"
                        : "; scenarios of"
                                + " more actors than that are not pinned and show fewer races");
    }

    private static Path realmRoot() {
        return Path.of(System.getProperty(Realm.ROOT_PROPERTY, "/dev/shm")).toAbsolutePath();
    }

    private static String sharedMemory() throws IOException {
        Path root = realmRoot();
        if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            throw new Ill(root + " is not a directory that can be written to; make it one (a tmpfs is best), or name"
                    + " another with -D" + Realm.ROOT_PROPERTY + "=DIRECTORY");
        }
        FileStore store = Files.getFileStore(root);
        String found = String.format(Locale.ROOT, "%s (%s), %.0f MiB free of %.0f MiB", root, store.type(),
                store.getUsableSpace() / MIB, store.getTotalSpace() / MIB);
        if (store.getUsableSpace() < LITTLE_SHARED_MEMORY) {
            found += "; that is little: in a container, give it more with --shm-size";
        }
        return store.type().equals("tmpfs") ? found : found + "; not a tmpfs: the disk will slow scenarios down";
    }

    private static String realms() throws IOException {
        List<Path> swept = Realm.sweep();
        String removed = swept.isEmpty() ? "nothing left by killed runs"
                : swept.size() + " left by killed runs, removed now: "
                        + swept.stream().map(Path::toString).collect(Collectors.joining(" "));
        try (Stream<Path> entries = Files.list(realmRoot())) {
            String prefix = "weir-" + Processes.userId() + "-";
            long living = entries.filter(entry -> entry.getFileName().toString().startsWith(prefix)).count();
            return removed + "; " + living + " of running ones";
        }
    }

    private static String pipes() throws IOException {
        Path directory = Files.createTempDirectory("weir-doctor");
        Path fifo = directory.resolve("fifo");
        try {
            Fifo.create(fifo);
            try (FileHandle handle = FileHandle.open(fifo, FileHandle.Mode.EXISTING)) {
                return handle.pipeCapacity() + " bytes each; writes of up to " + PIPE_BUF
                        + " bytes (PIPE_BUF) are never torn";
            }
        } finally {
            Files.deleteIfExists(fifo);
            Files.delete(directory);
        }
    }

    private static String limits() throws IOException {
        Predicate<String> wanted = line -> line.startsWith("Max open files") || line.startsWith("Max processes");
        try (Stream<String> all = Files.lines(Path.of("/proc/self/limits"))) {
            return all.filter(wanted)
                    .map(line -> line.split(" {2,}"))
                    .map(fields -> fields[0].toLowerCase(Locale.ROOT) + " " + fields[1])
                    .collect(Collectors.joining(", "));
        }
    }

    private String scenarios() {
        Catalogue catalogue = classPath.catalogue();
        List<String> missed = ScenarioFinder.missedBySurefire(catalogue.defaults());
        if (missed.isEmpty()) {
            return catalogue.defaults().size() + " on the class path; a Maven build that has them among its tests runs"
                    + " them all";
        }
        String names = missed.stream().limit(MOST_NAMES).map(name -> "\n  " + name).collect(Collectors.joining());
        String more = missed.size() > MOST_NAMES ? "\n  and " + (missed.size() - MOST_NAMES) + " more" : "";
        return catalogue.defaults().size()
                + " on the class path. A Maven build that has them among its tests would pass"
                + " over " + missed.size() + " of them,\nbecause Surefire takes only names such as *Test unless its"
                + " configuration says otherwise:" + names + more + "\nTo have them all run, configure"
                + " maven-surefire-plugin in the pom.xml with"
                + "\n  <includes><include>**/*</include></includes>";
    }
}
