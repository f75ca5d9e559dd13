package io.tradeprocessing.cli.html;

import io.tradeprocessing.common.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A page that is complete in itself: no script, and nothing is fetched from anywhere. Its policy
 * has the browser hold it to that: only the style sheet below, known by its hash, is applied.
 *
 * @param title also the page's first heading
 * @param body what follows the heading
 */
public record HtmlPage(String title, List<Html> body) {

  private static final String STYLE_SHEET = "report.css";

  public HtmlPage {
    body = List.copyOf(body);
  }

  /** The page's text, ending in a line feed; to be written as UTF-8. */
  public String render() {
    String style = styleSheet();
    StringBuilder out = new StringBuilder(1 << 16);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    meta(out, "charset", "utf-8");
    named(out, "viewport", "width=device-width, initial-scale=1");
    named(out, "color-scheme", "light dark");
    named(out, "referrer", "no-referrer");
    Html.write(
        Html.element("meta")
            .with("http-equiv", "Content-Security-Policy")
            .with(
                "content",
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
                    + sha256(style)
                    + "'"),
        out);
    out.append('\n');
    Html.write(Html.element("title", title), out);
    // Text of this element is not escaped in HTML; it is a file of this project.
    out.append("\n<style>").append(style).append("</style>\n</head>\n<body>\n");
    Html.write(Html.element("main").add(Html.element("h1", title)).add(body), out);
    return out.append("\n</body>\n</html>\n").toString();
  }

  private static void meta(StringBuilder out, String name, String value) {
    Html.write(Html.element("meta").with(name, value), out);
    out.append('\n');
  }

  private static void named(StringBuilder out, String name, String content) {
    Html.write(Html.element("meta").with("name", name).with("content", content), out);
    out.append('\n');
  }

  private static String styleSheet() {
    try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE_SHEET)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
