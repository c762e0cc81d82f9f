package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What these tests share: a bound for everything that should happen, and looks at processes from outside. */
final class Children {

    /** For what has to happen at some time; generous, because machines are busy. */
    static final Duration SOON = Duration.ofSeconds(30);

    private Children() {}

    static ChildJvm launch(JvmLauncher launcher, String name, Class<? extends ChildRole> role, String... jvmArgs)
            throws IOException {
        return launch(launcher, name, role, JvmSpec.of(jvmArgs));
    }

    static ChildJvm launch(JvmLauncher launcher, String name, Class<? extends ChildRole> role, JvmSpec spec)
            throws IOException {
        ChildJvm child = launcher.launch(spec);
        child.assign(name, role);
        return child;
    }

    static ExitStatus awaitEnd(ChildJvm child) {
        await().atMost(SOON).until(() -> child.exit().isPresent());
        return child.exit().orElseThrow();
    }

    /** Gone, or dead and waiting for whoever inherited it. */
    static boolean isDead(long pid) {
        return List.of("gone", "dead").contains(ProcFs.state(pid));
    }

    /** Living processes that carry the mark of this realm. */
    static List<Long> living(Path realm) {
        return ProcFs.withEnvironment(ChildMain.REALM_VARIABLE, realm + "/")
                .stream()
                .filter(pid -> !isDead(pid))
                .toList();
    }

    static void assertSays(Throwable thrown, String... parts) {
        for (String part : parts) {
            assertTrue(String.valueOf(thrown.getMessage()).contains(part), () -> part + " in: " + thrown.getMessage());
        }
    }
}
