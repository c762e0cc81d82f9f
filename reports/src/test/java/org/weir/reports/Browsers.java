package org.weir.reports;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

import org.opentest4j.TestAbortedException;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The Chromium and the node.js that are installed. */
final class Browsers implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Browsers(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Browsers start() {
        Path node = onPath(List.of("node", "nodejs"));
        Path chromium = onPath(List.of("chromium", "chromium-browser", "google-chrome"));
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium).setArgs(List.of("--no-sandbox")));
        return new Browsers(playwright, browser);
    }

    private static Path onPath(List<String> names) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return names.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(names.getFirst()));
    }

    private static RuntimeException missing(String name) {
        String sentence = "the tests of the page need " + name
                + " on the PATH; install both with: apt-get install chromium nodejs";
        if (Boolean.getBoolean("weir.browser.required")) {
            throw new AssertionError(sentence + " (-Dweir.browser.required=true)");
        }
        return new TestAbortedException(sentence);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
