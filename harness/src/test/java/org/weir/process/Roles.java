package org.weir.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What the children of these tests do. */
public final class Roles {

    static final byte[] READY = {42};

    private Roles() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Sends back every frame. */
    public static final class Echo implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            while (true) {
                context.send(context.receive());
            }
        }
    }

    /** Tells its name, slot and directory, and returns. */
    public static final class Introduction implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            context.send(bytes(context.name() + " " + context.slot() + " " + context.realm().directory() + " "
                    + ProcessHandle.current().pid()));
        }
    }

    /** Tells what its descriptors 0 to 2 are, its arguments, and the variables whose names it is sent. */
    public static final class Surroundings implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int descriptor = 0; descriptor < 3; descriptor++) {
                text.append(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))).append('\n');
            }
            text.append(Path.of("").toAbsolutePath()).append('\n');
            for (String variable : text(context.receive()).split(" ", -1)) {
                text.append(variable).append('=').append(System.getenv(variable)).append('\n');
            }
            context.send(bytes(text.toString()));
        }
    }

    /** Does what the first frame says to end its process. */
    public static final class End implements ChildRole {
        @Override
        public void run(ChildContext context) throws Exception {
            String[] way = text(context.receive()).split(" ", -1);
            int code = Integer.parseInt(way[1]);
            switch (way[0]) {
                case "return" -> {
                }
                case "context" -> context.exit(code);
                case "system" -> System.exit(code);
                case "halt" -> Runtime.getRuntime().halt(code);
                case "throw" -> throw new IllegalStateException("thrown on purpose");
                case "system-hang" -> {
                    hangAtShutdown(context);
                    System.exit(code);
                }
                case "context-hang" -> {
                    hangAtShutdown(context);
                    context.exit(code);
                }
                case "wait" -> {
                    context.send(READY);
                    parkForever();
                }
                default -> throw new IllegalArgumentException(way[0]);
            }
        }

        private static void hangAtShutdown(ChildContext context) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                tell(context);
                parkForever();
            }));
        }

        private static void tell(ChildContext context) {
            try {
                context.send(READY);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Never lets go of its CPU. */
    public static final class BusyLoop implements ChildRole {
        private long count;

        @Override
        public void run(ChildContext context) throws IOException {
            context.send(READY);
            while (count >= 0) {
                count = count + 1 & Long.MAX_VALUE;
            }
        }
    }

    /** Waits for nothing. */
    public static final class Idle implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            context.send(READY);
            parkForever();
        }
    }

    /** Starts a process of its own and tells its id. */
    public static final class Parent implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            Process grandchild = new ProcessBuilder(List.of("sleep", "600")).start();
            context.send(bytes(Long.toString(grandchild.pid())));
            parkForever();
        }
    }

    /** Two threads that wait for each other. */
    public static final class Deadlock implements ChildRole {
        @Override
        public void run(ChildContext context) throws Exception {
            ReentrantLock left = new ReentrantLock();
            ReentrantLock right = new ReentrantLock();
            CountDownLatch bothHold = new CountDownLatch(2);
            Thread.ofPlatform().name("left-first").start(() -> lockInOrder(left, right, bothHold));
            Thread second = Thread.ofPlatform().name("right-first").start(() -> lockInOrder(right, left, bothHold));
            bothHold.await();
            while (second.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            context.send(READY);
            second.join();
        }

        private static void lockInOrder(ReentrantLock one, ReentrantLock other, CountDownLatch bothHold) {
            one.lock();
            try {
                bothHold.countDown();
                bothHold.await();
                boolean _ = other.tryLock(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                one.unlock();
            }
        }
    }

    /** Sends more than its parent will take. */
    public static final class Flood implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            byte[] frame = new byte[1 << 20];
            while (true) {
                context.send(frame);
            }
        }
    }

    /** Writes to both standard streams, without ending the last line. */
    public static final class Chatter implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            System.out.print("said on stdout");
            System.err.print("said on stderr");
            System.out.flush();
            context.send(READY);
            parkForever();
        }
    }

    /** Sends while it is interrupted, and tells whether it still was afterwards. */
    public static final class InterruptedSender implements ChildRole {
        @Override
        public void run(ChildContext context) throws IOException {
            Thread.currentThread().interrupt();
            context.send(READY);
            context.send(bytes(Boolean.toString(Thread.interrupted())));
            context.send(context.receive());
        }
    }

    /** Not public, so that it cannot be made elsewhere. */
    static final class Hidden implements ChildRole {
        @Override
        public void run(ChildContext context) {}
    }

    static void parkForever() {
        while (true) {
            LockSupport.park();
        }
    }
}
