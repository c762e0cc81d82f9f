package org.weir.stress.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.weir.stress.litmus.StoreBufferingPlain;
import org.weir.stress.litmus.StoreBufferingVolatile;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class JcstressResultsTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadEveryForkWithItsCounts() throws IOException {
        Path file = Blobs.write(directory.resolve("results.bin.gz"),
                Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 3_000_000_000L, "1, 1", 2L)),
                Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 7L)));

        List<TestResult> read = JcstressResults.read(file);

        assertEquals(List.of(StoreBufferingPlain.class.getName(), StoreBufferingVolatile.class.getName()),
                read.stream().map(TestResult::getName).sorted().toList());
        TestResult plain = read.stream().filter(r -> r.getName().endsWith("Plain")).findFirst().orElseThrow();
        assertEquals(3_000_000_000L, plain.getCount("0, 0"));
        assertEquals(3_000_000_002L, plain.getTotalCount());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.6, 0.99})
    void shouldRefuseAFileThatWasCutOff(double kept) throws IOException {
        Path file = Blobs.write(directory.resolve("results.bin.gz"),
                Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 1L)),
                Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 2L)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, (int) (whole.length * kept)));

        IOException refused = assertThrows(IOException.class, () -> JcstressResults.read(file));

        assertTrue(String.valueOf(refused.getMessage()).contains("cut off or damaged"), refused::getMessage);
    }

    @Test
    void shouldRefuseAFileWithADamagedByte() throws IOException {
        Path file = Blobs.write(directory.resolve("results.bin.gz"),
                Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 1L)));
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 0x10;
        Files.write(file, content);

        assertThrows(IOException.class, () -> JcstressResults.read(file));
    }

    @Test
    void shouldRefuseAFileOfSomethingElse() throws IOException {
        Path file = Files.writeString(directory.resolve("results.bin.gz"), "{\"scenario\": \"StoreBuffering\"}");

        IOException refused = assertThrows(IOException.class, () -> JcstressResults.read(file));

        assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()), refused::getMessage);
    }

    @Test
    void shouldRefuseACompressedFileOfSomethingElse() throws IOException {
        Path file = directory.resolve("results.bin.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[100]);
        }

        IOException refused = assertThrows(IOException.class, () -> JcstressResults.read(file));

        assertTrue(String.valueOf(refused.getMessage()).contains("does not hold the results of jcstress"),
                refused::getMessage);
    }

    @Test
    void shouldFindNothingInAFileWithoutResults() throws IOException {
        Path file = directory.resolve("results.bin.gz");
        try (ObjectOutputStream out = new ObjectOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.flush();
        }

        assertEquals(List.of(), JcstressResults.read(file));
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        IOException refused = assertThrows(IOException.class,
                () -> JcstressResults.read(directory.resolve("results.bin.gz")));

        assertTrue(String.valueOf(refused.getMessage()).contains("is not there"), refused::getMessage);
    }
}
