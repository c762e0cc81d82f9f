package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class BuildReportTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseADirectoryWithoutResultsRatherThanDrawAGreenPage() {
        IOException refused = assertThrows(IOException.class,
                () -> BuildReport.write(directory.resolve("page"), List.of(directory)));

        assertTrue(String.valueOf(refused.getMessage()).contains("results.jsonl"));
    }
}
