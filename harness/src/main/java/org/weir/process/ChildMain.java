package org.weir.process;

import org.weir.memory.Realm;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The main class of every child JVM. First of all it ties its life to that of its parent; then it takes a slot, says
 * hello and waits for its role.
 */
final class ChildMain {

    /** The variable that marks a child, and everything a child starts, with the realm: its directory and a slash. */
    static final String REALM_VARIABLE = "WEIR_CHILD_OF";
    /** The variable with the secret of the launch; it is good for one hello. */
    static final String TOKEN_VARIABLE = "WEIR_CHILD_TOKEN";
    /** The name of the control socket in the launcher's directory. */
    static final String SOCKET = "ctl";

    private ChildMain() {}

    /** The file in which the child of this ordinal records its end. */
    static Path exitRecord(Path launcher, int ordinal) {
        return launcher.resolve("exit-" + ordinal);
    }

    /**
     * Plays one role and exits.
     *
     * @param args the realm's directory, the name of the launcher's directory in it, the ordinal of the launch,
     *        the process id of the parent, and the {@link LaunchPurpose}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Path launcher = directory.resolve(args[1]);
        int ordinal = Integer.parseInt(args[2]);
        dieWithParent(Long.parseLong(args[3]));

        Realm realm = Realm.attach(directory);
        int slot = realm.claimSlot();
        Realm.enter(realm);
        ExitRecord record = ExitRecord.open(exitRecord(launcher, ordinal));
        Hello hello = new Hello(ordinal, ProcessHandle.current().pid(), slot, System.getenv(TOKEN_VARIABLE));
        ChildControl control = ChildControl.connect(launcher.resolve(SOCKET));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            record.shutdownBegan();
            control.stop();
        }, "weir-exit-record"));
        control.start(hello);
        if (LaunchPurpose.valueOf(args[4]) == LaunchPurpose.STANDBY) {
            Rehearsal.run();
        }

        ChildControl.Assignment assignment = control.awaitAssignment();
        ChildContext context = new ChildContext(realm, assignment.name(), slot, control, record);
        int code = play(assignment.role(), context);
        System.out.flush();
        System.err.flush();
        if (code != 0 || hasOtherThreads()) {
            context.exit(code);
        }
    }

    /** Whether there are threads that would keep the JVM alive; without them, to return is the faster end. */
    private static boolean hasOtherThreads() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[all.activeCount() + 64];
        int count = all.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .anyMatch(thread -> thread != Thread.currentThread() && !thread
                        .isDaemon());
    }

    private static void dieWithParent(long parent) throws IOException {
        Processes.signalOnParentDeath(Signal.SIGKILL);
        if (Processes.parentPid() != parent) {
            Runtime.getRuntime().halt(ChildControl.ORPHANED);
        }
    }

    private static int play(String role, ChildContext context) {
        try {
            instance(role).run(context);
            return 0;
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            return 1;
        }
    }

    private static ChildRole instance(String role) throws Throwable {
        try {
            return Class.forName(role).asSubclass(ChildRole.class).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The class path of this child has no class " + role + ": "
                    + System.getProperty("java.class.path"), e);
        }
    }
}
