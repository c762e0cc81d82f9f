package org.weir.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The role of a child whose JVM is being trained for an {@link AotCache}: does once what children do when they start,
 * and loads Weir's other classes, so that the workers of the engine find theirs.
 */
public final class AotTrainingRole implements ChildRole {

    private static final String OURS = "org/weir/";

    /** Called by the launcher. */
    public AotTrainingRole() {}

    @Override
    public void run(ChildContext context) throws IOException {
        Rehearsal.run();
        context.realm().members().setName("training");
        loadOurs();
    }

    private static void loadOurs() throws IOException {
        CodeSource source = AotTrainingRole.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        try (JarFile jar = new JarFile(Path.of(URI.create(source.getLocation().toString())).toFile())) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                String name = entries.nextElement().getName();
                if (name.startsWith(OURS) && name.endsWith(".class") && !name.endsWith("-info.class")) {
                    load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void load(String name) {
        try {
            Class<?> _ = Class.forName(name, false, AotTrainingRole.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError _) {
            // It needs something optional that is not there.
        }
    }
}
