package org.weir.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The content of a class path at one moment, and its form as jars alone, which is the only one that the JDK's cache
 * takes.
 */
final class ClassPathSnapshot {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private ClassPathSnapshot() {}

    /**
     * A cheap mark that changes when a file of the class path is added, removed or written: names, sizes and times.
     */
    static long stamp(List<Path> classPath) throws IOException {
        Stamp stamp = new Stamp();
        for (Path entry : classPath) {
            Files.walkFileTree(entry, stamp);
        }
        return stamp.sum;
    }

    /** The order in which a directory lists its files does not matter: the marks of the files are added up. */
    private static final class Stamp extends SimpleFileVisitor<Path> {
        long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            long mark = file.hashCode();
            mark = MIXER * mark + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            mark = MIXER * mark + attributes.size();
            sum += MIXER * (mark ^ mark >>> 32);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** The name of this class path for {@code jdk}: a digest of the jars' marks and of all bytes of the directories. */
    static String key(String jdk, List<Path> classPath) throws IOException {
        MessageDigest digest = sha256();
        digest.update(jdk.getBytes(StandardCharsets.UTF_8));
        for (Path entry : classPath) {
            digest.update(("\n" + (Files.isDirectory(entry) ? "" : entry)).getBytes(StandardCharsets.UTF_8));
            for (Path file : files(entry)) {
                digest.update(entry.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                if (Files.isDirectory(entry)) {
                    read(file, digest::update);
                } else {
                    digest.update((Files.size(file) + " " + Files.getLastModifiedTime(file)).getBytes(
                            StandardCharsets.UTF_8));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** The class path with each directory replaced by the jar of its number in {@code jars}; entries that do not exist are left out. */
    static List<Path> jarred(List<Path> classPath, Path jars) {
        List<Path> jarred = new ArrayList<>();
        for (int i = 0; i < classPath.size(); i++) {
            Path entry = classPath.get(i);
            if (Files.isDirectory(entry)) {
                jarred.add(jars.resolve(i + ".jar"));
            } else if (Files.exists(entry)) {
                jarred.add(entry);
            }
        }
        return List.copyOf(jarred);
    }

    /** Writes the jars that {@link #jarred} names. */
    static void writeJars(List<Path> classPath, Path jars) throws IOException {
        for (int i = 0; i < classPath.size(); i++) {
            if (Files.isDirectory(classPath.get(i))) {
                writeJar(classPath.get(i), jars.resolve(i + ".jar"));
            }
        }
    }

    private static void writeJar(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
            out.setMethod(ZipOutputStream.STORED);
            for (Path source : files(directory)) {
                CRC32 sum = new CRC32();
                long size = read(source, sum::update);
                ZipEntry entry = new ZipEntry(directory.relativize(source).toString());
                entry.setTime(0);
                entry.setSize(size);
                entry.setCompressedSize(size);
                entry.setCrc(sum.getValue());
                out.putNextEntry(entry);
                Files.copy(source, out);
                out.closeEntry();
            }
        }
    }

    /** Where the bytes of a file go. */
    @FunctionalInterface
    private interface Sink {
        void accept(byte[] bytes, int offset, int length);
    }

    /** A directory may hold files that no array takes. */
    private static long read(Path file, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sink.accept(buffer, 0, count);
                size += count;
            }
        }
        return size;
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> all = Files.walk(entry)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (NoSuchFileException missing) {
            return List.of();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
