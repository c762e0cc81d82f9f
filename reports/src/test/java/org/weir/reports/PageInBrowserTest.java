package org.weir.reports;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageInBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private Path directory = SCREENSHOTS;

    private Browsers browsers;
    private final List<String> complaints = new ArrayList<>();

    /** The kinds of pages. */
    enum Kind {
        PUBLISHED, GREEN, EMPTY, HOSTILE;

        List<ScenarioResult> results() {
            return switch (this) {
                case PUBLISHED -> Runs.published();
                case GREEN -> List.of(Runs.unlockedCounter(), Runs.lockedCounter());
                case EMPTY -> List.of();
                case HOSTILE -> Runs.published()
                        .stream()
                        .map(result -> Markup.everywhere(result, "</pre><script>alert(1)</script>\u202e\ud83d\ude00"))
                        .toList();
            };
        }
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        browsers = Browsers.start();
        Files.createDirectories(SCREENSHOTS);
        for (Kind kind : Kind.values()) {
            Path to = Files.createDirectory(directory.resolve(kind.name()));
            Runs.write(to, kind.results(), kind.results().size(), false);
            HtmlReport.write(to.resolve("index.html"), input(ResultsReader.read(to)));
        }
    }

    private static ReportInput input(ResultsReader.Results results) {
        Trend trend = new Trend("an earlier run", List.of("Another machine."), List.of(
                new Trend.Change("UnlockedCounter", "processes", Trend.Direction.WORSE, "The rate of 1 rose."),
                new Trend.Change("Elsewhere", "python", Trend.Direction.BETTER, "FAIL became PASS.")),
                List.of(new Trend.History("UnlockedCounter", "UnlockedCounter: 1",
                        List.of(new Trend.Point("0123456", "here", 5, 1000),
                                new Trend.Point("1234567", "here", 9, 1000),
                                new Trend.Point("2345678", "there", 0, 1000)))));
        return results.results().isEmpty() ? ReportInput.of(results)
                : ReportInput.of(results)
                        .with(trend)
                        .withTests(List.of(new TestSuite("harness", "org.weir.OneTest", 3, 0, 0, 1.5, List.of()),
                                new TestSuite("property-tests", "org.weir.TwoProperties", 2, 1, 0, 2.5,
                                        List.of(new TestSuite.Property("shouldHold", 1000, "-17")))));
    }

    @AfterAll
    void stop() {
        browsers.close();
    }

    private Page open(Kind kind, String rest, Browser.NewContextOptions options) {
        BrowserContext context = browsers.browser()
                .newContext(options.setReducedMotion(
                        ReducedMotion.REDUCE));
        Page page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("file:")) {
                complaints.add("asks for " + request.url());
            }
        });
        page.navigate(directory.resolve(kind.name()).resolve("index.html").toUri() + rest);
        return page;
    }

    private Page open(Kind kind) {
        return open(kind, "", new Browser.NewContextOptions());
    }

    private static Locator rows(Page page) {
        return page.locator("#scenarios tbody tr:visible");
    }

    private static void unfoldAll(Page page) {
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
    }

    @Test
    void shouldNeedNothingButItsFile() {
        Page page = open(Kind.HOSTILE);
        assertThat(page.locator("h1")).isVisible();
        assertEquals(List.of(), complaints);
        page.context().close();
    }

    @Test
    void shouldFilterByWordsAndVerdictsAndKeepThatInTheAddress() {
        Page page = open(Kind.PUBLISHED);
        int all = rows(page).count();

        page.getByRole(AriaRole.SEARCHBOX).fill("torn by:python");
        assertThat(rows(page)).hasCount(7);
        page.locator("[data-token='verdict:fail']").click();
        assertThat(rows(page)).hasCount(4);
        assertThat(page.locator("#count")).hasText("4 of " + all + " configurations");

        page.reload();
        assertThat(rows(page)).hasCount(4);
        page.getByRole(AriaRole.SEARCHBOX).fill("claim:sd09");
        page.locator("[data-token='verdict:fail']").click();
        assertThat(rows(page)).hasCount(2);
        page.context().close();
    }

    @Test
    void shouldSortByWhatTheHeadSays() {
        Page page = open(Kind.PUBLISHED);
        Locator samples = page.locator("th[data-sort=samples]");

        samples.locator("button").click();
        assertThat(samples).hasAttribute("aria-sort", "descending");
        assertThat(rows(page).first()).containsText("StoreBuffering");
        samples.locator("button").click();
        assertThat(samples).hasAttribute("aria-sort", "ascending");
        assertThat(rows(page).first()).containsText("Diverging");
        page.locator("th[data-sort=name] button").click();
        assertFalse(samples.getAttribute("aria-sort") != null);
        List<String> names = rows(page).locator("th a").allTextContents();
        assertTrue(names.indexOf("TornFrames[size=512]") < names.indexOf("TornFrames[size=16384]"), names::toString);
        page.context().close();
    }

    /** The numbers are read from the cells: 1,234 + 5, 2 of 41, 1 \u2212 2e-6, 2 min 3 s. */
    @Test
    void shouldSortNumbersAsTheyAreWritten() {
        Page page = open(Kind.PUBLISHED);

        page.evaluate("""
                () => { [['rate', 3], ['bound', 4], ['samples', 2], ['took', 5]].forEach(([_, cell]) => {
                    const texts = {3: ['0.5', '1 \u2212 2e-6', '3 of 4', '2e-7', '\u2013'], 4: ['0.5', '1', '0.9', '1e-3', '\u2013'],
                        2: ['1,000 + 5', '1,004', '30', '4', '0'], 5: ['59.9 s', '1 h 2 min', '2 min 3 s', '990 ms', '5 ms']}[cell];
                    [...document.querySelector('#scenarios').tBodies[0].rows].forEach((row, i) => {
                        if (i < 5) { row.cells[cell].textContent = texts[i]; } else { row.remove(); } }); }); }""");
        sort(page, "rate", 3, List.of("1 \u2212 2e-6", "3 of 4", "0.5", "2e-7", "\u2013"));
        sort(page, "bound", 4, List.of("1", "0.9", "0.5", "1e-3", "\u2013"));
        sort(page, "samples", 2, List.of("1,000 + 5", "1,004", "30", "4", "0"));
        sort(page, "took", 5, List.of("1 h 2 min", "2 min 3 s", "59.9 s", "990 ms", "5 ms"));
        page.context().close();
    }

    private static void sort(Page page, String column, int cell, List<String> expected) {
        page.locator("th[data-sort=" + column + "] button").click();
        assertEquals(expected, rows(page).all()
                .stream()
                .map(row -> row.locator("td, th").nth(cell).textContent())
                .filter(expected::contains)
                .limit(5)
                .toList());
    }

    /** Both as the browser's parser has them, but for line ends between blocks and grids that nothing refers to. */
    @Test
    void shouldBeTheSamePageWithoutWhatHtmlImplies() throws IOException {
        StringOutput whole = new StringOutput();
        Path results = directory.resolve(Kind.HOSTILE.name());
        TemplateEngine.createPrecompiled(null, ContentType.Html, HtmlReport.class.getClassLoader(),
                "org.weir.reports.templates")
                .render("index.jte",
                        org.weir.reports.Page.of(input(ResultsReader.read(results)), results.resolve("index.html"),
                                new Allowance(1)),
                        whole);
        Page page = open(Kind.EMPTY);

        Object found = page.evaluate(
                """
                pages => { const lines = pages.map(html => {
                    const parsed = new DOMParser().parseFromString(html, 'text/html');
                    const walk = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_TEXT);
                    const blank = [];
                    while (walk.nextNode()) {
                        if (!walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest('pre')) { blank.push(walk.currentNode); }
                    }
                    blank.forEach(node => node.remove());
                    parsed.querySelectorAll('defs > g').forEach(g => parsed.querySelector('use[href="#' + g.id + '"]') || g.remove());
                    return parsed.documentElement.outerHTML.split('<');
                });
                const at = lines[0].findIndex((line, i) => line !== lines[1][i]);
                return at < 0 && lines[0].length === lines[1].length ? 'the same' : lines.map(l => l.slice(Math.max(0, at - 3), at + 2).join('<')).join(' | '); }""",
                List.of(whole.toString(), Compact.html(whole.toString())));
        assertEquals("the same", found);
        page.context().close();
    }

    @Test
    void shouldUnfoldWhatALinkPointsTo() {
        Page page = open(Kind.PUBLISHED, "#TornFrames-size-512", new Browser.NewContextOptions());

        assertThat(page.locator("#TornFrames-size-512")).isVisible();
        assertThat(page.locator("#TornFrames-size-512")).isInViewport();
        assertThat(page.locator("#TornFrames-size-2048")).isHidden();
        page.locator("a[href='#TornFrames-size-2048']").first().click();
        assertThat(page.locator("#TornFrames-size-2048")).isInViewport();
        page.context().close();
    }

    @Test
    void shouldCopyTheCommand() {
        Page page = open(Kind.GREEN, "", new Browser.NewContextOptions()
                .setPermissions(List.of("clipboard-read", "clipboard-write")));

        page.locator("#UnlockedCounter .copy button").click();
        assertThat(page.locator("#UnlockedCounter .copy button")).hasText("Copied");
        assertEquals("./weir run UnlockedCounter --seed 20260102",
                page.evaluate("() => navigator.clipboard.readText()"));
        page.context().close();
    }

    @Test
    void shouldBeUsableByKeyboardAlone() {
        Page page = open(Kind.PUBLISHED);

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        assertThat(page.locator(".skip")).isInViewport();
        page.locator("#words").focus();
        page.keyboard().type("fifo");
        assertThat(rows(page)).hasCount(1);
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        assertThat(page.locator("[data-token='verdict:fail']")).hasAttribute("aria-pressed", "true");
        page.locator("th[data-sort=rate] button").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("th[data-sort=rate]")).hasAttribute("aria-sort", "descending");
        rows(page).locator("a").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#FifoWriterKilled")).isInViewport();
        page.locator("#FifoWriterKilled details.diagnostic summary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#FifoWriterKilled details.diagnostic pre")).isVisible();
        page.context().close();
    }

    @Test
    void shouldShowEverythingWithScriptsOff() {
        Page page = open(Kind.PUBLISHED, "", new Browser.NewContextOptions().setJavaScriptEnabled(false));

        assertEquals(page.locator("#scenarios tbody tr").count(), rows(page).count());
        assertThat(page.locator("#filter")).isHidden();
        assertThat(page.locator(".copy button")).hasCount(0);
        assertThat(page.locator("#UnlockedCounter .copy code").first()).isVisible();
        Locator folded = page.locator("#LostUpdates details.launches");
        folded.locator("summary").press("Enter");
        assertThat(folded.locator("table").first()).isVisible();
        page.context().close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldFitAPhone(Kind kind) {
        Page page = open(kind, "", new Browser.NewContextOptions().setViewportSize(320, 700));
        unfoldAll(page);

        Object wide = page.evaluate(
                """
                () => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321
                    && !e.closest('.scroll, .outcomes, pre, svg, .skip, thead')).slice(0, 5).map(e => e.outerHTML.slice(0, 150))""");
        assertEquals(List.of(), wide);
        assertEquals(320, page.evaluate("() => document.scrollingElement.scrollWidth"));
        shoot(page, kind, "phone");
        page.context().close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCutNoLettersOfAPictureOff(Kind kind) {
        Page page = open(kind, "", new Browser.NewContextOptions().setBypassCSP(true));
        unfoldAll(page);
        page.addStyleTag(new Page.AddStyleTagOptions().setContent("* { content-visibility: visible !important }"));
        for (int width : List.of(320, 390, 800, 1280)) {
            page.setViewportSize(width, 700);

            Object cut = page.evaluate("""
                    () => [...document.querySelectorAll('svg[role=img]')].flatMap(picture => {
                        const edge = picture.getBoundingClientRect();
                        return [...picture.querySelectorAll('text')].filter(text => {
                            const at = text.getBoundingClientRect();
                            return at.width > 0 && (at.left < edge.left - 1 || at.right > edge.right + 1);
                        }).map(text => text.textContent + ' in ' + picture.querySelector('title').textContent); })""");
            Object covered = page.evaluate("""
                    () => [...document.querySelectorAll('g.across')].flatMap(axis => {
                        const places = [...axis.querySelectorAll('text')]
                            .map(text => [text.getBoundingClientRect(), text.textContent]).filter(([at]) => at.width > 0);
                        return places.filter(([at], i) => i > 0 && at.left < places[i - 1][0].right)
                            .map(([, letters]) => letters); })""");

            assertEquals(List.of(), cut, () -> "beyond the edge at " + width);
            assertEquals(List.of(), covered, () -> "over the label before at " + width);
        }
        page.context().close();
    }

    /** All rules in light colours, those of contrast in dark ones. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldBeAccessible(Kind kind) throws IOException {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = open(kind, "", new Browser.NewContextOptions().setBypassCSP(true).setColorScheme(scheme));
            shoot(page, kind, scheme.name().toLowerCase(Locale.ROOT));
            unfoldAll(page);
            page.addStyleTag(
                    new Page.AddStyleTagOptions().setContent("section { content-visibility: visible !important }"));
            page.evaluate(axe());
            Object violations = page.evaluate("""
                    dark => axe.run(document, dark ? {runOnly: {type: 'rule', values: ['color-contrast']}} : {}).then(found => found.violations.map(v =>
                        v.id + ': ' + v.help + ': ' + v.nodes.length + ' of ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)
                        + ' ' + n.failureSummary).join(' | ')))""", scheme == ColorScheme.DARK);
            assertEquals(List.of(), violations, () -> kind + " " + scheme);
            page.context().close();
        }
    }

    @Test
    void shouldNotMoveWhileItLoads() {
        Page page = open(Kind.PUBLISHED);

        assertEquals(0, ((Number) Objects.requireNonNull(page.evaluate("""
                () => new Promise(done => { let sum = 0;
                    new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
                        .observe({type: 'layout-shift', buffered: true});
                    requestAnimationFrame(() => setTimeout(() => done(sum), 300)); })"""))).doubleValue(), 0.001);
        page.context().close();
    }

    @Test
    void shouldDescribeEveryPicture() {
        Page page = open(Kind.PUBLISHED);
        unfoldAll(page);

        for (Locator picture : page.locator("svg[role=img]").all()) {
            assertThat(picture).hasAccessibleName(Pattern.compile("\\S+"));
            assertThat(picture.locator("desc")).hasText(Pattern.compile("\\S+"));
        }
        page.context().close();
    }

    private static void shoot(Page page, Kind kind, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(kind.name().toLowerCase(Locale.ROOT) + "-" + name + ".png")));
    }

    private static String axe() throws IOException {
        try (InputStream in = Optional.ofNullable(PageInBrowserTest.class.getResourceAsStream("/axe.min.js"))
                .orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
