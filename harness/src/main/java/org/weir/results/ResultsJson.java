package org.weir.results;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The JSON form of results: fields in the order of the records' components, all of them required, no others. */
final class ResultsJson {
    static final String RESULTS_FILE = "results.jsonl";
    static final String SUMMARY_FILE = "summary.json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ResultsJson() {}

    /** One line, without its end. */
    static byte[] write(Record value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static <T extends Record> T read(byte[] text, Class<T> type, Path file, int line) throws ResultsFormatException {
        try {
            JsonNode node = MAPPER.readTree(decode(text));
            checkVersion(node, file, line);
            return MAPPER.treeToValue(node, type);
        } catch (CharacterCodingException e) {
            throw failure(file, line, "not UTF-8 text; the file is damaged", e);
        } catch (JacksonException e) {
            String where = Optional.ofNullable(e.getPathReference()).filter(path -> path.contains("[")).orElse("");
            throw failure(file, line, "not a complete record of a result"
                    + (where.isEmpty() ? "" : " (at " + where + ")") + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String decode(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private static void checkVersion(JsonNode node, Path file, int line) throws ResultsFormatException {
        JsonNode version = node.path("schemaVersion");
        if (!version.isInt()) {
            throw new ResultsFormatException(file, line, "not a record of Weir's: it has no schemaVersion");
        }
        if (version.intValue() != ScenarioResult.SCHEMA_VERSION) {
            throw new ResultsFormatException(file, line,
                    "written in version " + version.intValue() + " of the form, and this Weir ("
                            + EnvironmentProbe.weirVersion() + ") reads version " + ScenarioResult.SCHEMA_VERSION
                            + "; read it with the version of Weir that wrote it");
        }
    }

    private static ResultsFormatException failure(Path file, int line, String mistake, Exception cause) {
        ResultsFormatException failure = new ResultsFormatException(file, line, mistake);
        failure.initCause(cause);
        return failure;
    }
}
