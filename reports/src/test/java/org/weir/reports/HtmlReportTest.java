package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.reports.stats.Count;
import org.weir.results.ReportRenderer;
import org.weir.results.ResultsFormatException;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class HtmlReportTest {
    private static final String HOSTILE = "</pre></style><script>alert(1)</script><img src=x onerror='a'>\"&lt;${1}";
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)([^>]*)>");
    private static final Pattern SOURCE = Pattern.compile(
            "</?(?:b|i|u|em)(?: [^>]*)?>|<pre>.*?</pre>|<figure.*?</figure>",
            Pattern.DOTALL);
    /** Elements whose end tags HTML implies. */
    private static final Set<String> IMPLIED = Set.of("td", "th", "tr", "li", "dt", "dd", "p", "tbody", "thead",
            "caption");
    private static final Set<String> VOID = Set.of("meta", "br", "input");

    @TempDir
    Path directory;

    private String page(ScenarioResult... results) throws IOException {
        return page(List.of(results));
    }

    private String page(List<ScenarioResult> results) throws IOException {
        return Files.readString(new HtmlReport().render(Runs.write(directory, results, results.size(), false)));
    }

    private static List<MatchResult> tags(String html) {
        return TAG.matcher(html).results().toList();
    }

    /** The tags in order, but those of coloured source and of pictures, which depend on texts. */
    private static List<String> structure(String html) {
        return tags(SOURCE.matcher(html).replaceAll("")).stream().map(tag -> tag.group(1) + tag.group(2)).toList();
    }

    private static Set<String> attributes(String html, String name) {
        return Pattern.compile(" " + name + "=(?:\"([^\"]*)\"|([^\"\\s>]+))")
                .matcher(html)
                .results()
                .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                .collect(
                        Collectors.toSet());
    }

    @Test
    void shouldBeFoundByTheServiceLoader() {
        assertEquals(List.of(HtmlReport.class),
                ServiceLoader.load(ReportRenderer.class).stream().map(ServiceLoader.Provider::type).toList());
    }

    @Test
    void shouldTakeMarkupInAnyFieldAsText() throws IOException {
        List<ScenarioResult> results = Runs.published();
        String harmless = page(results.stream().map(result -> Markup.everywhere(result, "x")).toList());
        String hostile = page(results.stream().map(result -> Markup.everywhere(result, HOSTILE)).toList());

        assertEquals(1, hostile.split("<script", -1).length - 1);
        assertFalse(hostile.contains("<img"));
        assertTrue(hostile.contains("&lt;script&gt;alert(1)"));
        List<String> expected = structure(harmless);
        List<String> found = structure(hostile);
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            int at = i;
            assertEquals(expected.get(i), found.get(i),
                    () -> "after " + expected.subList(Math.max(0, at - 12), at) + ", tag " + at);
        }
        assertEquals(expected.size(), found.size());
    }

    @Test
    void shouldCloseWhatItOpens() throws IOException {
        Deque<String> open = new ArrayDeque<>();
        for (MatchResult tag : tags(page(Runs.published()))) {
            String name = tag.group(2);
            if (!tag.group(1).isEmpty()) {
                while (IMPLIED.contains(String.valueOf(open.peek())) && !name.equals(open.peek())) {
                    open.pop();
                }
                assertEquals(open.poll(), name);
            } else if (!VOID.contains(name) && !tag.group(3).endsWith("/")) {
                open.push(name);
            }
        }
        assertEquals(List.of(), List.copyOf(open));
    }

    @Test
    void shouldNeedNothingFromOutside() throws IOException {
        String html = page(Runs.published());

        assertEquals(Set.of(), attributes(html, "src"));
        assertFalse(html.contains("url("));
        assertFalse(html.contains("<link") || html.contains("@import"));
        assertTrue(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
    }

    @Test
    void shouldLeadEveryLinkAndLabelToOneElement() throws IOException {
        String html = page(Runs.published());
        List<String> ids = Pattern.compile(" id=\"?([^\"\\s>]+)").matcher(html).results().map(m -> m.group(1)).toList();

        assertEquals(ids.size(), Set.copyOf(ids).size(), ids::toString);
        attributes(html, "href").stream()
                .filter(href -> href.startsWith("#"))
                .forEach(
                        href -> assertTrue(ids.contains(href.substring(1)), href));
        attributes(html, "aria-labelledby").stream()
                .flatMap(list -> Stream.of(list.split(" ")))
                .forEach(
                        id -> assertTrue(ids.contains(id), id));
    }

    @Test
    void shouldShowCountSamplesRateAndIntervalOfAnOutcome() throws IOException {
        String html = page(Runs.unlockedCounter());

        assertTrue(html.contains("185,213,611 samples in 3 launches, 4.5 s of sampling, 41.2 M/s"));
        assertTrue(html.contains("<td>5,274,533<td>0.02848<td>0.02845 … 0.02850<td>"));
    }

    @Test
    void shouldShowWhatWasNeverSeenWithItsBound() throws IOException {
        String html = page(Runs.storeBuffering("processes", 131_072_000L));

        assertTrue(html.contains("forbidden, never seen"));
        assertTrue(html.contains("<td>≤ 1.14e-8<td>"));
        assertTrue(html.contains("class=hollow"));
    }

    @Test
    void shouldPutThreadsBesideProcessesOnOneAxis() throws IOException {
        String html = page(Runs.storeBuffering("threads, shared cells", 27_000_000L),
                Runs.storeBuffering("processes", 131_072_000L));

        String picture = html.substring(html.indexOf("<figure"), html.indexOf("</figure"));
        assertTrue(picture.contains("processes</tspan>") && picture.contains("threads, shared cells</tspan>"));
        assertTrue(html.indexOf("<h3>processes") < html.indexOf("<h3>threads"));
        assertTrue(html.contains("Dots are processes, squares are threads."));
    }

    @Test
    void shouldShowTheWorstFirst() throws IOException {
        String html = page(Runs.published());

        assertTrue(html.indexOf("FifoWriterKilled") < html.indexOf("Diverging"));
        assertTrue(html.indexOf("Diverging") < html.indexOf("MessagePassing"));
        assertTrue(html.indexOf("MessagePassing") < html.indexOf("UnlockedCounter"));
    }

    private static String row(String html, String name) {
        String table = html.substring(html.indexOf("id=scenarios"), html.indexOf("How to read the numbers"));
        int at = table.indexOf(">" + name + "<");
        assertTrue(at > 0, () -> name + " in " + table);
        return table.substring(table.lastIndexOf("<tr", at),
                table.indexOf("<tr", at) < 0 ? table.length() : table.indexOf("<tr", at));
    }

    @Test
    void shouldShowWhatWasInterestingBeforeWhatWasNotAndTheMostSamplesFirst() throws IOException {
        String html = page(List.of(Runs.lockedCounter(), Runs.holderKilled().getFirst(), Runs.lostUpdates(),
                Runs.unlockedCounter()));
        List<Integer> places = Stream.of("UnlockedCounter", "LostUpdates", "LockedCounter", "HolderKilled")
                .map(name -> html.indexOf(row(html, name)))
                .toList();

        assertEquals(places.stream().sorted().toList(), places);
        assertTrue(html.indexOf("<section class=\"scenario pass\" id=HolderKilled") < html
                .indexOf("<section class=\"scenario pass\" id=LockedCounter"), "a fault is notable");
    }

    @Test
    void shouldGiveCountsForRatesOfFewerThanTenSamples() throws IOException {
        String html = page(Runs.holderKilled());

        assertTrue(row(html, "HolderKilled").contains("<td>0 of 3 <small>forbidden</small><td>0.632"), html);
        assertTrue(html.contains("1 configuration rests on fewer than 10 samples"), html);
        assertFalse(page(Runs.lostUpdates()).contains("fewer than 10 samples: their"));
    }

    /** What is not declared is forbidden. */
    @Test
    void shouldBoundTheRateOfWhatIsNotDeclaredWhereNothingIsForbidden() throws IOException {
        String html = page(Runs.onlyTwos());

        assertTrue(row(html, "OnlyTwos").contains("<td>0 <small>forbidden</small><td>0.0487"),
                () -> row(html, "OnlyTwos"));
    }

    @Test
    void shouldAskPythonForWhatIsForbiddenInProcessesByTheirGrades() throws IOException {
        String html = page(Runs.holderKilled());

        assertTrue(html.contains("What is forbidden in processes: the rate of processes is at most"), html);
        assertTrue(html.contains("<th>anything else<td>"), html);
        assertEquals(new Count(2, 2), Interest.count(Runs.holderKilled().getFirst(), Runs.holderKilled().getLast()));
    }

    @Test
    void shouldSayOnceWhatIsSoInAllConfigurationsOfAScenario() throws IOException {
        String html = page(Runs.many(3, 2));
        String shared = "In all configurations by processes: Actors: ";

        assertTrue(html.contains(shared), html);
        assertEquals(html.split(shared, -1).length, html.split("Actors: ", -1).length);
    }

    @Test
    void shouldListTheOutcomesThatHaveNoRow() throws IOException {
        ScenarioResult result = Runs.lostUpdates();
        String html = page(result);
        String list = html.substring(html.indexOf("Further outcomes, "));

        int rows = html.substring(html.indexOf("<div class=outcomes>"), html.indexOf("Further outcomes, "))
                .split("<tr", -1).length - 2;
        int listed = html.split(" \u00d7 ", -1).length - 1;
        assertEquals(result.outcomes().size(), rows + listed, list);
        assertFalse(html.contains("further outcomes are not shown here"), html);
    }

    @Test
    void shouldLetAKilledActorRunUntilItWasKilled() throws IOException {
        assertTrue(page(Runs.holderKilled()).contains("holder runs its actor at 1.00 ms, for 4.00 ms"));
    }

    @Test
    void shouldSumUpTheClaimsAtTheTop() throws IOException {
        String html = page(Runs.holderKilled());

        assertTrue(html.indexOf("Of 1 claim of the documents: 1 guaranteed") < html.indexOf("<main"), html);
        assertTrue(html.contains("Of 1 claim of the documents: 1 guaranteed"), html);
    }

    @Test
    void shouldLinkOnlyAddressesOfTheWeb() throws IOException {
        ScenarioResult marked = Markup.everywhere(Runs.unlockedCounter(), "javascript:alert(1)//");

        assertTrue(attributes(page(marked), "href").stream().noneMatch(href -> href.startsWith("javascript")));
        assertTrue(attributes(page(Runs.unlockedCounter()), "href").contains("https://example.org/memory"));
    }

    @Test
    void shouldSayWhatIsMissingFromARunThatDidNotEnd() throws IOException {
        Runs.write(directory, List.of(Runs.unlockedCounter()), 4, true);
        assertTrue(Files.readString(new HtmlReport().render(directory))
                .contains("The run was interrupted after 1 of 4 planned results."));

        Files.delete(directory.resolve("summary.json"));
        Files.writeString(directory.resolve("results.jsonl"), "{\"schema", StandardOpenOption.APPEND);
        String html = Files.readString(new HtmlReport().render(directory));
        assertTrue(html.contains("there is no summary.json"));
        assertTrue(html.contains("A crash cut off the record"));
        assertTrue(html.contains("5,274,533"));
    }

    @Test
    void shouldNotBeGreenWhenNothingWasRun() throws IOException {
        String html = page(List.of());

        assertTrue(html.contains("<title>Weir: ERROR</title>"));
        assertTrue(html.contains("Nothing was run, so nothing is known."));
    }

    @Test
    void shouldKeepTheEarlierPageWhenTheResultsAreDamaged() throws IOException {
        String before = page(Runs.unlockedCounter());
        Files.writeString(directory.resolve("results.jsonl"), "{}\n");

        assertThrows(ResultsFormatException.class, () -> new HtmlReport().render(directory));

        assertEquals(before, Files.readString(directory.resolve("index.html")));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void shouldBeReadableByWhomTheRecordsAre() throws IOException {
        page(Runs.unlockedCounter());

        assertEquals(Files.getPosixFilePermissions(directory.resolve("results.jsonl")),
                Files.getPosixFilePermissions(directory.resolve("index.html")));
    }

    @Test
    void shouldDrawTheSamePageFromTheSameResults() throws IOException {
        assertEquals(page(Runs.published()), page(Runs.published()));
    }
}
