package org.weir.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class SchemaTest {
    private static final ScenarioResult RESULT = Fixtures.counter(Map.of("2", 99L, "1", 1L, "surprise", 1L));
    private static final RunSummary SUMMARY = RunSummary.of(List.of(RESULT), 1, Instant.EPOCH,
            Instant.EPOCH.plusMillis(1500), 42,
            Duration.ofSeconds(3), false, "weir run", Fixtures.ENVIRONMENT);

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ResultsWriter.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Error> errors(String schema, String json) throws IOException {
        Schema compiled = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012()).getSchema(resource(schema));
        return compiled.validate(json, InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static String json(Record value) {
        return new String(ResultsJson.write(value), StandardCharsets.UTF_8);
    }

    @Test
    void shouldAcceptWhatIsWritten() throws IOException {
        assertEquals(List.of(), errors("result.schema.json", json(RESULT)));
        assertEquals(List.of(), errors("summary.schema.json", json(SUMMARY)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"schemaVersion\":1|\"schemaVersion\":2", "\"samples\":101|\"samples\":-1",
            "\"samples\":101|\"samples\":1.5", "\"verdict\":\"FAIL\"|\"verdict\":\"GREEN\"",
            "\"verdict\":\"FAIL\",|''", "\"seed\":-9223372036854775808|\"seed\":\"x\"",
            "\"harness\":\"processes\"|\"harness\":\"fibres\"", "\"actors\":|\"agents\":"})
    void shouldRefuseAnythingElse(String old, String with) throws IOException {
        String json = json(RESULT);
        assertFalse(errors("result.schema.json", json.replace(old, with)).isEmpty(), () -> old + " not in " + json);
    }

    @Test
    void shouldRefuseASummaryWithATimeThatIsNone() throws IOException {
        assertFalse(
                errors("summary.schema.json", json(SUMMARY).replace("1970-01-01T00:00:00Z", "yesterday")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"result.schema.json", "summary.schema.json"})
    void shouldThemselvesBeSchemas(String schema) throws IOException {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        assertEquals(List.of(), registry
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(resource(schema), InputFormat.JSON));
    }
}
