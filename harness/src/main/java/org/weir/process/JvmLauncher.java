package org.weir.process;

import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Starts child JVMs in a realm, keeps standbys, and leaves none behind.
 *
 * <p>A child ends when this JVM does, by whichever comes first of three ways: the kernel kills it because the thread
 * that started it is gone (also when it is stopped or spins); it reads the end of its control channel; the
 * {@link Janitor} finds it by a mark in its environment, and with it whatever it has started itself.
 *
 * <p>Children have files for standard output and error and nothing for standard input: they inherit none of this JVM's
 * descriptors. Safe for use by several threads.
 */
public final class JvmLauncher implements AutoCloseable {

    /** How long a JVM may take from its start to its hello. */
    static final Duration HELLO_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Tells children what to do, each on a thread of its own, so that no start waits for threads that others keep, as
     * those of the common pool or the carriers of virtual threads; one may be blocked until its child has done something.
     */
    static final Executor INSTRUCTOR = task -> Thread.ofPlatform().daemon().name("weir-instruct").start(task);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int KEPT_OUTPUTS = 64;

    private final Path realm;
    private final Members members;
    private final Path directory;
    private final Starter starter = new Starter();
    private final ControlServer server;
    private final Optional<Janitor> janitor;
    private final Optional<AotCache> aot = AotCache.ofThisUser();
    private final Standbys standbys = new Standbys(spec -> begin(spec, LaunchPurpose.STANDBY));
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger ordinals = new AtomicInteger();
    private final Map<Integer, Expected> expected = new ConcurrentHashMap<>();
    private final Set<ChildJvm> children = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<ChildJvm> closedChildren = new ArrayDeque<>();
    private final Thread atShutdown = new Thread(this::killAll, "weir-kill-children");
    private volatile boolean closed;

    private record Expected(String token, ChildLink link) {}

    private JvmLauncher(Realm realm) throws IOException {
        this.realm = realm.directory();
        members = realm.members();
        directory = LauncherDirectory.create(this.realm, ProcessHandle.current().pid());
        server = listen();
        janitor = realm.isOwner() ? Janitor.start(starter, this.realm) : Optional.empty();
    }

    private ControlServer listen() throws IOException {
        try {
            return new ControlServer(directory.resolve(ChildMain.SOCKET), this::recognise);
        } catch (IOException e) {
            starter.retire();
            throw e;
        }
    }

    /**
     * A launcher in {@code realm}, whose children are killed when this JVM shuts down. Only that of the realm's owner has
     * a janitor; the launcher of a JVM that is itself a child relies on the janitor of the owner.
     *
     * @throws IllegalStateException if this JVM is shutting down
     */
    public static JvmLauncher open(Realm realm) throws IOException {
        JvmLauncher launcher = openForExitSequence(realm);
        Runtime.getRuntime().addShutdownHook(launcher.atShutdown);
        return launcher;
    }

    /** A launcher that whoever ends this JVM closes: its children may outlive the beginning of the shutdown. */
    static JvmLauncher openForExitSequence(Realm realm) throws IOException {
        JvmLauncher launcher = new JvmLauncher(realm);
        launcher.server.start();
        return launcher;
    }

    /** Where the control socket and the files of the children are. */
    Path directory() {
        return directory;
    }

    /**
     * A JVM that waits for its role: a standby if there is one of an equal specification, else a fresh one.
     *
     * @throws LaunchFailedException if the JVM ended, or said nothing for 30 s
     * @throws IllegalStateException if the launcher is closed
     */
    public ChildJvm launch(JvmSpec spec) throws IOException {
        Optional<ChildJvm> standby = standbys.take(spec);
        if (standby.isPresent()) {
            return standby.get();
        }
        ChildJvm child = begin(spec);
        awaitHello(child);
        return child;
    }

    /** A standby of an equal specification, if there is one or is about to be. */
    Optional<ChildJvm> takeStandby(JvmSpec spec) {
        return standbys.takeOrAwait(spec);
    }

    /** Starts a JVM without waiting for its hello. */
    ChildJvm begin(JvmSpec spec) throws IOException {
        return begin(spec, LaunchPurpose.ROLE);
    }

    private ChildJvm begin(JvmSpec spec, LaunchPurpose purpose) throws IOException {
        if (closed) {
            throw closedException();
        }
        int ordinal = ordinals.incrementAndGet();
        ChildOutput output = ChildOutput.of(directory, ordinal);
        ChildLink link = new ChildLink();
        Expected expectation = new Expected(newToken(), link);
        expected.put(ordinal, expectation);
        ChildJvm child;
        Optional<AotCache.Substitution> cache = aot.flatMap(all -> all.find(spec));
        try {
            Process process = starter
                    .start(ChildCommand.of(spec, realm, directory, ordinal, expectation.token, output,
                            cache, purpose));
            child = new ChildJvm(directory, ordinal, spec, output, link, process, this::forget);
        } catch (IOException | RuntimeException e) {
            expected.remove(ordinal);
            output.delete();
            throw e;
        }
        children.add(child);
        child.whenEnded(() -> expected.remove(ordinal));
        child.whenEnded(() -> members.ended(child.pid(), exitCode(child.exit().orElseThrow())));
        cache.ifPresent(used -> child.whenEnded(() -> suspect(used, child)));
        child.watch();
        if (closed) {
            child.close();
            throw closedException();
        }
        train(spec);
        return child;
    }

    /** The code that the process exited with, or the number of the signal that ended it, less than 0. */
    static int exitCode(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> code;
            case ExitStatus.Signaled(int number, String _) -> -number;
        };
    }

    /** A child that crashes before it reports for work may have died of its cache. */
    private static void suspect(AotCache.Substitution used, ChildJvm child) {
        boolean crashed = child.exit().orElseThrow() instanceof ExitStatus.Signaled(int number, String _) && (number
                == Signal.SIGSEGV.number() || number == Signal.SIGABRT.number() || number == Signal.SIGBUS.number());
        if (crashed && !child.link().hello().isDone()) {
            AotCache.discard(used.file());
        }
    }

    /** Has a cache made for children of this kind, in the background, if that is worth while. */
    private void train(JvmSpec spec) {
        aot.flatMap(all -> all.train(spec)).ifPresent(training -> {
            try {
                ChildJvm child = begin(training.spec(spec), LaunchPurpose.TRAINING);
                child.whenEnded(() -> {
                    training.finish(child.exit().equals(Optional.of(new ExitStatus.Exited(0))));
                    forget(child);
                });
                CompletableFuture<Void> _ = child.link()
                        .hello()
                        .thenRunAsync(() -> assignTraining(child), INSTRUCTOR)
                        .exceptionally(_ -> null);
            } catch (IOException | RuntimeException _) {
                training.finish(false);
            }
        });
    }

    private static void assignTraining(ChildJvm child) {
        try {
            child.assign("weir-aot-training", AotTrainingRole.class);
        } catch (IOException _) {
            child.kill();
        }
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("This launcher is closed; it starts nothing any more.");
    }

    private String newToken() {
        byte[] bytes = new byte[Hello.TOKEN_LENGTH / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Optional<ChildLink> recognise(Hello hello) {
        Expected launch = expected.get(hello.ordinal());
        if (launch == null || !sameSecret(launch.token, hello.token()) || !expected.remove(hello.ordinal(), launch)) {
            return Optional.empty();
        }
        return Optional.of(launch.link);
    }

    private static boolean sameSecret(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8),
                other.getBytes(StandardCharsets.UTF_8));
    }

    static void awaitHello(ChildJvm child) throws IOException {
        try {
            child.link().hello().get(HELLO_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            child.close();
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            String state = ProcFs.state(child.pid());
            child.close();
            throw (IOException) new LaunchFailedException("new", child.pid(), child + " did not report for work within "
                    + Times.text(HELLO_TIMEOUT) + "; the process was " + state + ", and was killed. Its standard error"
                    + " ended: " + child.stderrTail(1000)).initCause(e);
        } catch (InterruptedException e) {
            child.close();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while " + child + " started.").initCause(e);
        }
    }

    /**
     * Keeps JVMs of {@code spec} ready, started ahead in the background, also in place of those that were taken or
     * killed. After three failures in a row no more are tried until the next call; {@link #launch} then says why.
     *
     * @param count how many; 0 lets go of them
     */
    public void keepWarm(JvmSpec spec, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Standbys are 0 or more, got " + count + ".");
        }
        standbys.keep(spec, count);
    }

    /** How many standbys of {@code spec} are to be kept ready. */
    int wanted(JvmSpec spec) {
        return standbys.wanted(spec);
    }

    List<Long> standbyPids(JvmSpec spec) {
        return standbys.pids(spec);
    }

    /** How many standbys of {@code spec} are ready now. */
    public int warm(JvmSpec spec) {
        return standbys.ready(spec);
    }

    /** How many connections were hung up on: without a hello, or with a wrong one. */
    long refusedConnections() {
        return server.refused();
    }

    Optional<Janitor> janitor() {
        return janitor;
    }

    /** A closed child's files are kept for a while if they say something; later closed ones push them out. */
    private void forget(ChildJvm child) {
        children.remove(child);
        try {
            child.output().deleteIfEmpty();
            synchronized (closedChildren) {
                closedChildren.add(child);
                if (closedChildren.size() > KEPT_OUTPUTS) {
                    ChildJvm oldest = closedChildren.remove();
                    oldest.output().delete();
                    Optional<Path> account = oldest.hsErr();
                    if (account.isPresent()) {
                        Files.deleteIfExists(account.get());
                    }
                }
            }
        } catch (IOException _) {
            // They go with the realm.
        }
    }

    private void killAll() {
        children.forEach(ChildJvm::kill);
    }

    /**
     * Kills all children and waits until they have ended, and kills what they started and left. The realm stays.
     *
     * @throws IllegalStateException if some had not ended after 10 s; it names them
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        standbys.close();
        killAll();
        List<ChildJvm> stragglers = awaitAll();
        janitor.ifPresent(_ -> killDescendants());
        server.close();
        if (stragglers.isEmpty()) {
            starter.retire();
        }
        janitor.ifPresent(Janitor::dismiss);
        removeShutdownHook();
        if (!stragglers.isEmpty()) {
            throw new IllegalStateException("Still there " + Times.text(CLOSE_TIMEOUT) + " after SIGKILL: " + stragglers
                    .stream()
                    .map(child -> child + ", " + ProcFs.state(child.pid()))
                    .collect(Collectors.joining("; ")));
        }
    }

    private List<ChildJvm> awaitAll() {
        long start = System.nanoTime();
        List<ChildJvm> stragglers = new ArrayList<>();
        for (ChildJvm child : children) {
            Duration left = CLOSE_TIMEOUT.minusNanos(System.nanoTime() - start);
            if (child.awaitExit(left).isEmpty()) {
                stragglers.add(child);
            } else {
                child.close();
            }
        }
        return stragglers;
    }

    private void killDescendants() {
        for (long pid : ProcFs.withEnvironment(ChildMain.REALM_VARIABLE, realm + "/")) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException _) {
            // The JVM is shutting down and runs it.
        }
    }
}
