package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Roles.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.memory.Realm;
import org.weir.os.FileHandle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AotCacheTest {

    @TempDir
    Path directory;

    private static String commandLine(ChildJvm child) throws IOException {
        return Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"));
    }

    /** The children's own class path, and a directory whose content changes. */
    private static JvmSpec spec(Path changing, String... jvmArgs) {
        List<Path> classPath = new ArrayList<>(JvmSpec.ownClassPath());
        classPath.add(changing);
        return new JvmSpec(List.of(jvmArgs), classPath, Map.of(), Path.of(""));
    }

    private List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("cache.aot")).toList();
        }
    }

    @Test
    void shouldStartFromACacheOnceTrainedAndWithoutOneThatIsStaleDamagedOrUnfit() throws IOException {
        Path changing = Files.createDirectory(directory.resolve("classes"));
        Files.writeString(changing.resolve("resource.txt"), "first");
        String before = System.getProperty(AotCache.DIRECTORY_PROPERTY, "");
        System.setProperty(AotCache.DIRECTORY_PROPERTY, directory.resolve("aot").toString());
        try (Realm realm = Realm.create(); JvmLauncher launcher = JvmLauncher.open(realm)) {
            for (int i = 0; i < 3; i++) {
                try (ChildJvm child = launcher.launch(spec(changing))) {
                    assertTrue(!commandLine(child).contains("AOTCache="), "nothing is trained yet");
                }
            }
            await().atMost(SOON.multipliedBy(4)).until(() -> !caches().isEmpty());
            assertWorks(launcher, spec(changing), true);
            assertWorks(launcher, spec(changing, "-XX:+UseParallelGC", "-Xint"), true);
            assertWorks(launcher, spec(changing, "-Xshare:off"), false);

            Path cache = caches().getFirst();
            byte[] content = Files.readAllBytes(cache);
            Files.write(cache, new byte[content.length]);
            assertWorks(launcher, spec(changing), true);
            Files.writeString(changing.resolve("resource.txt"), "other");
            assertWorks(launcher, spec(changing), false);
        } finally {
            if (before.isEmpty()) {
                System.clearProperty(AotCache.DIRECTORY_PROPERTY);
            } else {
                System.setProperty(AotCache.DIRECTORY_PROPERTY, before);
            }
        }
    }

    private static void assertWorks(JvmLauncher launcher, JvmSpec spec, boolean fromCache) throws IOException {
        try (ChildJvm child = Children.launch(launcher, "child", Roles.Echo.class, spec)) {
            assertEquals(fromCache, commandLine(child).contains("AOTCache="), spec.toString());
            child.send(Roles.bytes("hello"));
            assertEquals("hello", text(child.receive(SOON)));
            assertEquals("", child.stdoutTail(1000));
            assertEquals("", child.stderrTail(1000));

        }
    }

    @Test
    void shouldRemoveTheCachesThatNobodyUsedForTheLongestTime() throws IOException {
        for (int i = 0; i < 12; i++) {
            Path cache = Files.createDirectory(directory.resolve("key-" + i));
            Files.writeString(cache.resolve("cache.aot"), "");
            if (i == 11) {
                FileHandle user = FileHandle.open(cache.resolve("user-1"), FileHandle.Mode.CREATE_NEW);
                assertTrue(user.tryLock(0));
            } else {
                Files.writeString(cache.resolve("user-1"), "of a process that has ended");
            }
            Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minus(Duration.ofDays(i + 1))));
        }
        new AotCache(directory).evict();
        List<String> left;
        try (Stream<Path> all = Files.list(directory)) {
            left = all.map(path -> path.getFileName().toString()).sorted().toList();
        }
        assertEquals(List.of("key-0", "key-1", "key-11", "key-2", "key-3", "key-4", "key-5", "key-6", "key-7"), left);
        assertTrue(Files.exists(directory.resolve("key-11/cache.aot")));
    }

    @Test
    void shouldKeepNoClassesThatWereWrittenWhileTheyWereCopied() throws Exception {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Files.write(classes.resolve("a-large"), new byte[64 << 20]);
        Path last = Files.writeString(classes.resolve("z-small"), "first");
        Path root = directory.resolve("aot");
        AotCache cache = new AotCache(root);
        JvmSpec spec = new JvmSpec(List.of(), List.of(classes), Map.of(), Path.of(""));
        for (int i = 0; i < 3; i++) {
            assertTrue(cache.find(spec).isEmpty());
        }
        Thread compiler = Thread.ofPlatform().start(() -> {
            await().atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> jars(root) > 0);
            assertDoesNotThrow(() -> Files.writeString(last, "other"));
        });

        cache.train(spec).ifPresent(training -> training.finish(false));

        compiler.join();
        try (Stream<Path> kept = Files.walk(root)) {
            for (Path jar : kept.filter(file -> file.endsWith("0.jar")).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertEquals("first", text(zip.getInputStream(zip.getEntry("z-small")).readAllBytes()),
                            "in " + jar);
                }
            }
        }
    }

    private static long jars(Path root) throws IOException {
        if (!Files.exists(root)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("0.jar")).count();
        } catch (UncheckedIOException renamed) {
            return 0;
        }
    }

    @Test
    void shouldNameAClassPathByItsContent() throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Files.writeString(classes.resolve("a"), "1");
        List<Path> classPath = List.of(classes, directory.resolve("missing.jar"));
        String key = ClassPathSnapshot.key("jdk", classPath);
        long stamp = ClassPathSnapshot.stamp(classPath);
        assertEquals(key, ClassPathSnapshot.key("jdk", classPath));
        assertEquals(stamp, ClassPathSnapshot.stamp(classPath));
        assertNotEquals(key, ClassPathSnapshot.key("other jdk", classPath));
        Files.writeString(classes.resolve("b"), "1");
        assertNotEquals(key, ClassPathSnapshot.key("jdk", classPath));
        assertNotEquals(stamp, ClassPathSnapshot.stamp(classPath));
        Files.delete(classes.resolve("b"));
        Files.writeString(classes.resolve("a"), "2");
        assertNotEquals(key, ClassPathSnapshot.key("jdk", classPath));
    }
}
