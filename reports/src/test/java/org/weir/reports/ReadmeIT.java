package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.outcome.Verdict;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The projects that the README tells newcomers to copy. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```(xml|java)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("public class (\\w+)");
    private static final Pattern RING = Pattern.compile("add `org.agrona:agrona:([0-9.]+)`");

    @TempDir
    Path directory;

    @Test
    void shouldShowProjectsThatBuildAndPassAsTheyStand() throws Exception {
        try (ForeignProject foreign = ForeignProject.of(directory, files())) {
            ForeignProject.Build build = foreign.maven("test");
            assertEquals(0, build.exitCode(), build::output);
            assertTrue(build.output().contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"), build::output);
            List<ScenarioResult> results = ResultsReader.read(foreign.path().resolve("target/weir")).results();
            assertEquals(List.of("LostUpdate", "RingBetweenJvms"),
                    results.stream().map(ScenarioResult::scenario).sorted().toList());
            assertTrue(results.stream().allMatch(result -> result.verdict() == Verdict.PASS), build::output);
        }
    }

    private static Map<String, String> files() throws IOException {
        String readme = Files.readString(Path.of(property("weir.it.root"), "README.md"));
        Map<String, String> files = new HashMap<>();
        for (MatchResult block : BLOCK.matcher(readme).results().toList()) {
            String text = block.group(2);
            Matcher type = TYPE.matcher(text);
            if (block.group(1).equals("xml")) {
                files.put("pom.xml", pom(text, readme));
            } else if (type.find()) {
                files.put("src/test/java/" + type.group(1) + ".java", text);
            }
        }
        return files;
    }

    /** With the library that the README says to add, and a plugin of Maven's own in a version that is here offline. */
    private static String pom(String shown, String readme) {
        Matcher ring = RING.matcher(readme);
        assertTrue(ring.find());
        String library = """
                <dependency><groupId>org.agrona</groupId><artifactId>agrona</artifactId>
                <version>%s</version><scope>test</scope></dependency></dependencies>""".formatted(ring.group(1));
        String plugin = """
                <plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-resources-plugin</artifactId>
                <version>%s</version></plugin>""".formatted(property("weir.it.resources-plugin"));
        return shown.replace("</dependencies>", library).replace("<plugins>", plugin);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        assertTrue(value != null && !value.isEmpty(), name);
        return value;
    }
}
