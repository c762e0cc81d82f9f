package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompactTest {
    private static String compact(String body) {
        return Compact.html("<html><body>" + body + "</body></html>")
                .replaceFirst("^<html><body>", "")
                .replaceFirst("</body></html>$", "");
    }

    @Test
    void shouldLeaveOutEndTagsThatTheNextTagImplies() {
        assertEquals("<ul><li>a<li>b</ul>", compact("<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"));
        assertEquals("<table><caption>c<thead><tr><th>h<tbody><tr><td>1<td>2</table>",
                compact("<table><caption>c</caption>\n<thead><tr><th>h</th></tr></thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n"
                        + "</tbody></table>"));
        assertEquals("<div><p>a<p>b</div>", compact("<div>\n<p>a</p>\n<p>b</p>\n</div>"));
    }

    @Test
    void shouldKeepEndTagsThatAreNeeded() {
        assertEquals("<p>a</p> text", compact("<p>a</p> text"));
        assertEquals("<p>a</p><a href=#b>c</a>", compact("<p>a</p>\n<a href=\"#b\">c</a>"));
    }

    @Test
    void shouldLeaveOutQuotesOnlyAroundValuesThatNeedNone() {
        assertEquals("<a class=x href=#y title=\"a b\" rel=\"\">t</a>",
                compact("<a class=\"x\" href=\"#y\" title=\"a b\" rel=\"\">t</a>"));
        assertEquals("<a href=\"a?b=c\">t</a><a href=\"https://a/\">t</a>",
                compact("<a href=\"a?b=c\">t</a><a href=\"https://a/\">t</a>"));
        assertEquals("<svg><use href=#a x=5% /></svg>", compact("<svg><use href=\"#a\" x=\"5%\"/></svg>"));
    }

    @Test
    void shouldTouchNoText() {
        String source = "<pre><code>a = \"b\";\n\n<b>if</b>\n<i>c</i>  &lt;x y=\"z\"&gt;</code></pre>";
        assertEquals(source, compact(source));
        assertEquals("<b>a</b> <b>b</b>\n<small>c</small>", compact("<b>a</b> <b>b</b>\n<small>c</small>"));
        assertEquals("<p>say=\"it\" &lt;/p&gt;</p> .", compact("<p>say=\"it\" &lt;/p&gt;</p> ."));
    }

    @Test
    void shouldLeaveOutGridsThatNoPictureHas() {
        assertEquals("<g id=g2>b</g><use href=#g2 />",
                compact("<g id=\"g1\">a</g><g id=\"g2\">b</g><use href=\"#g2\"/>"));
    }
}
