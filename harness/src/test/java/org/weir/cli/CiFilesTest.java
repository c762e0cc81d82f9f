package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files for build servers: their form, and that the commands in them are ones that there are. */
class CiFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String KUBERNETES = "ci/kubernetes-indexed-job.yaml";
    private static final String GITHUB = ".github/workflows/weir.yml";
    private static final String JENKINS = "ci/Jenkinsfile";

    private static final Pattern SEPARATOR = Pattern.compile("\\n|&&|\\|\\||;");

    private static List<JsonNode> documents(String file) throws IOException {
        return new YAMLMapper().readerFor(JsonNode.class)
                .<JsonNode>readValues(Files.readString(ROOT.resolve(file)))
                .readAll();
    }

    /** Each {@code weir} command of a script, as words; what the shell or the server puts in is a time. */
    private static List<List<String>> commands(String script) {
        List<List<String>> commands = new ArrayList<>();
        String plain = script.replaceAll("\\\\\\n\\s*", " ")
                .replaceAll("\\$\\{\\{[^}]*}}|\\$\\{\\w+}|\\$\\(\\w+\\)|\\$\\w+", "1s");
        for (String part : SEPARATOR.splitAsStream(plain).toList()) {
            String command = part.strip().replaceFirst("^(- )?(run: )?", "");
            if (command.matches("(\\S*/)?weir .*")) {
                commands.add(ShellWords.split(command));
            }
        }
        return commands;
    }

    private static void parse(List<String> command) {
        CommandLine line = Main.commandLine();
        String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
        arguments = List.of(arguments).stream().map(word -> word.replace("1s/4", "1/4")).toArray(String[]::new);
        line.parseArgs(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {KUBERNETES, GITHUB, JENKINS})
    void shouldUseOnlyCommandsAndOptionsThatThereAre(String file) throws IOException {
        List<List<String>> commands = commands(Files.readString(ROOT.resolve(file)));
        assertTrue(commands.stream().anyMatch(command -> command.get(1).equals("run")), commands::toString);
        assertTrue(commands.stream().anyMatch(command -> command.get(1).equals("merge")), commands::toString);
        commands.forEach(CiFilesTest::parse);
    }

    @Test
    void shouldNoticeAnOptionThatThereIsNot() {
        List<String> wrong = commands("  ./weir run --shart 1/2 && echo done").getFirst();
        assertThrows(CommandLine.ParameterException.class, () -> parse(wrong));
    }

    @Test
    void shouldHaveAsManyIndexesAsShardsInKubernetes() throws IOException {
        List<JsonNode> jobs = documents(KUBERNETES);
        assertEquals(2, jobs.size());
        JsonNode shards = jobs.getFirst().path("spec");
        assertEquals("Indexed", shards.path("completionMode").stringValue());
        for (JsonNode job : jobs) {
            JsonNode environment = job.path("spec")
                    .path("template")
                    .path("spec")
                    .path("containers")
                    .path(0)
                    .path("env");
            assertEquals("WEIR_SHARDS", environment.path(0).path("name").stringValue());
            assertEquals(shards.path("completions").intValue(),
                    Integer.parseInt(environment.path(0).path("value").stringValue()));
        }
    }

    @Test
    void shouldHaveAsManyMatrixEntriesAsShardsAtGithub() throws IOException {
        JsonNode shard = documents(GITHUB).getFirst().path("jobs").path("shard");
        int entries = shard.path("strategy").path("matrix").path("shard").size();
        assertEquals("${{ matrix.shard }}/" + entries, shard.path("env").path("WEIR_SHARD").stringValue());
        String jenkins = Files.readString(ROOT.resolve(JENKINS));
        assertTrue(jenkins.contains("values '1', '2', '3', '4'") && jenkins.contains("--shard \"$SHARD/4\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {KUBERNETES, GITHUB, JENKINS})
    void shouldNameNoHost(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        assertFalse(text.contains("://"), "no address");
        assertTrue(text.lines()
                .filter(line -> line.strip().startsWith("image:"))
                .allMatch(line -> line.strip().matches("image: [a-z0-9-]+:[a-z0-9.-]+")), "a plain image");
    }

    @Test
    void shouldHaveProfilesForAnHourAndANight() throws IOException {
        String pom = Files.readString(ROOT.resolve("stress-tests/pom.xml"));
        for (String profile : List.of("stress", "soak")) {
            assertTrue(pom.replaceAll("\\s+", "")
                    .matches("(?s).*<profile><id>" + profile + "</id><properties><weir.timeBudget>\\d+m<.*"), profile);
        }
    }
}
