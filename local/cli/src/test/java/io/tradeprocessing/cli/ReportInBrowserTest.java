package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.Project;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How the reports look to somebody who opens them; the pictures are in target/reports. */
@Tag("browser")
public class ReportInBrowserTest {

  private static final Path PICTURES = Path.of("target/reports");

  /** Contrast of every text with what is behind it, by WCAG 2.2; those below AA. */
  private static final String TOO_PALE =
      """
      (() => {
        const channels = c => c.match(/[\\d.]+/g).map(Number);
        const luminance = c => {
          const [r, g, b] = channels(c).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const background = e => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if (channels(c)[3] !== 0) return c;
          }
          return 'rgb(255, 255, 255)';
        };
        const found = [];
        const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          const e = walk.currentNode.parentElement;
          if (!walk.currentNode.data.trim() || e.closest('title, desc, .hidden')) continue;
          const ink = getComputedStyle(e)[e.closest('svg') ? 'fill' : 'color'];
          const [a, b] = [luminance(ink), luminance(background(e))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5) found.push(walk.currentNode.data + ' ' + contrast.toFixed(2));
        }
        return found;
      })()
      """;

  /** Texts of drawings that reach beyond the drawing or the box they stand in. */
  private static final String OUTSIDE_THEIR_BOX =
      """
      (() => {
        const found = [];
        for (const text of document.querySelectorAll('svg text')) {
          const group = text.parentElement;
          const box = (group.matches('.state, .label, .end') ? group.firstElementChild.matches('title')
              ? group.children[1] : group.firstElementChild : text.closest('svg')).getBoundingClientRect();
          const own = text.getBoundingClientRect();
          if (own.left < box.left - 0.5 || own.right > box.right + 0.5
              || own.top < box.top - 2 || own.bottom > box.bottom + 2) {
            found.push(text.textContent);
          }
        }
        return found;
      })()
      """;

  /** Of Letter on its side, the narrower one of the two usual papers, within the page's margins. */
  private static final int PAPER_WIDTH = 960;

  @TempDir private static Path folder;
  private static @Nullable Browser browser;

  record View(String page, int width, String scheme) {
    @Override
    public String toString() {
      return page + "-" + width + "-" + scheme;
    }
  }

  @BeforeAll
  static void writePages() throws IOException {
    browser = Browser.start();
    Files.createDirectories(PICTURES);
    Path empty = Files.writeString(folder.resolve("nothing.jsonl"), "");
    Path life = folder.resolve("events.jsonl");
    List<String> samples = Project.text("samples/trades.jsonl").lines().toList();
    Files.write(
        life,
        Stream.of(
                event(samples.getFirst(), "CANCEL", "2026-01-12T14:35:00.123456Z", "100"),
                event(samples.getFirst(), "NEW", "2026-01-12T14:30:00Z", "100"),
                event(samples.getFirst(), "CORRECT", "2026-01-12T14:40:00Z", "-1"),
                event(samples.getFirst(), "NEW", "2026-01-12T14:50:00Z", "120"))
            .toList());
    run(Project.file("samples/trades.jsonl"), "trades");
    run(Project.file("samples/broken.jsonl"), "broken");
    run(empty, "empty");
    LocalStore store = LocalStore.of(folder.resolve("store"), life);
    trade(store, "LIFE-1", "life");
    LocalStore changed = store.copy(folder.resolve("changed"));
    changed.tamper(
        items ->
            items.set(
                "LIFE-1", 1_768_228_500_123_456L, "functionVersion", AttributeValue.fromS("7")));
    trade(changed, "LIFE-1", "tampered");
    trade(TwoRegionStore.in(folder.resolve("two")), TwoRegionStore.TRADE, "regions");
    Path pack = folder.resolve("pack");
    store.call("run", "--archive", folder.resolve("archive").toString(), empty.toString());
    store.call(
        "export", "--archive", folder.resolve("archive").toString(), "--out", pack.toString());
    Files.copy(pack.resolve("index.html"), folder.resolve("evidence.html"));
    LocalStore waiting = StoreOfExceptions.in(folder.resolve("waiting")).local();
    waiting.call("exceptions", "--report", folder.resolve("waiting.html").toString());
    waiting.call(
        "exceptions", "--source", "system2", "--report", folder.resolve("settled.html").toString());
    DashboardScript.call(folder.resolve("dashboard.html").toString());
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  private static void run(Path events, String page) {
    Cli.run("run", "--report", folder.resolve(page + ".html").toString(), events.toString());
  }

  private static void trade(LocalStore store, String tradeId, String page) {
    store.call(
        "records",
        "--trade",
        tradeId,
        "--html",
        "--output",
        folder.resolve(page + ".html").toString());
  }

  private static String event(String sample, String type, String timestamp, String quantity) {
    ObjectNode envelope = (ObjectNode) Project.parse(sample);
    ObjectNode trade = (ObjectNode) envelope.get("detail");
    trade
        .put("tradeId", "LIFE-1")
        .put("eventType", type)
        .put("timestamp", timestamp)
        .put("executedAt", "2026-01-12T14:30:00Z")
        .put("quantity", quantity)
        .remove("amount");
    return envelope.toString();
  }

  static Stream<String> pages() {
    return Stream.of(
        "trades",
        "broken",
        "empty",
        "life",
        "tampered",
        "regions",
        "evidence",
        "waiting",
        "settled",
        "dashboard");
  }

  static Stream<View> views() {
    return pages()
        .flatMap(
            page ->
                Stream.of(1280, 390)
                    .flatMap(
                        width ->
                            Stream.of("light", "dark")
                                .map(scheme -> new View(page, width, scheme))));
  }

  private static Browser open(View view) {
    Browser here = Objects.requireNonNull(browser);
    here.open(folder.resolve(view.page() + ".html"), view.width(), view.scheme());
    return here;
  }

  @ParameterizedTest
  @MethodSource("views")
  void itFitsItsWindowNeedsNothingFromElsewhereAndCanBeRead(View view) throws IOException {
    Browser page = open(view);
    Files.write(PICTURES.resolve(view + ".png"), page.screenshot());

    assertThat(page.evaluate("document.documentElement.clientWidth").asInt())
        .isEqualTo(view.width());
    assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(view.width());
    assertThat(page.requests())
        .containsExactly(folder.resolve(view.page() + ".html").toUri().toString());
    assertThat(page.complaints()).isEmpty();
    assertThat(page.evaluate(TOO_PALE)).isEmpty();
    assertThat(page.evaluate(OUTSIDE_THEIR_BOX)).isEmpty();
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo(view.scheme().equals("light") ? "rgb(255, 255, 255)" : "rgb(20, 25, 29)");
  }

  @ParameterizedTest
  @MethodSource("views")
  void everyTableCellIsSeen(View view) {
    JsonNode hidden =
        open(view)
            .evaluate(
                """
                (() => {
                  document.querySelectorAll('details').forEach(d => d.open = true);
                  return [...document.querySelectorAll('th, td')].filter(cell => {
                    const box = cell.getBoundingClientRect();
                    return box.width < 8 || box.height < 8
                        || cell.scrollWidth > cell.clientWidth + 1;
                  }).map(cell => cell.textContent);
                })()
                """);

    assertThat(hidden).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itHasAStructureThatCanBeHeard(String page) {
    JsonNode problems =
        open(new View(page, 1280, "light"))
            .evaluate(
                """
                (() => {
                  const found = [];
                  let level = 0;
                  for (const h of document.querySelectorAll('h1, h2, h3, h4')) {
                    const next = Number(h.tagName[1]);
                    if (next > level + 1) found.push('after h' + level + ' comes ' + h.outerHTML);
                    level = next;
                  }
                  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
                  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
                  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => found.push('twice ' + id));
                  for (const e of document.querySelectorAll('[aria-labelledby]')) {
                    for (const id of e.getAttribute('aria-labelledby').split(' ')) {
                      if (!document.getElementById(id)?.textContent) found.push('no label ' + id);
                    }
                  }
                  for (const a of document.querySelectorAll('a[href^="#"]')) {
                    if (!document.querySelector(a.getAttribute('href'))) found.push(a.outerHTML);
                  }
                  for (const th of document.querySelectorAll('th')) {
                    if (!th.scope || !th.textContent) found.push('heading ' + th.outerHTML);
                  }
                  for (const svg of document.querySelectorAll('svg')) {
                    const named = svg.getAttribute('role') === 'img' && svg.querySelector(':scope > title');
                    if (!named && !svg.closest('[aria-hidden]')) found.push(svg.outerHTML.slice(0, 80));
                  }
                  return found;
                })()
                """);

    assertThat(problems).isEmpty();
  }

  /**
   * The pictures of README and docs. With {@code -Dpictures=write} they replace those of
   * docs/images; their bytes depend on browser and fonts, so they are not compared.
   */
  @ParameterizedTest
  @CsvSource({
    "trades, run, light, 1000",
    "trades, run, dark, 1000",
    "life, trade, light, 1000",
    "life, trade, dark, 1000",
    "dashboard, dashboard, light, 1320",
    "dashboard, dashboard, dark, 1320"
  })
  void thereIsAPictureOfItInTheDocumentation(String page, String name, String scheme, int height)
      throws IOException {
    byte[] picture = open(new View(page, 1280, scheme)).screenshot(1280, height);
    Path documented = Project.file("docs/images/" + name + "-" + scheme + ".png");
    if ("write".equals(System.getProperty("pictures"))) {
      Files.createDirectories(documented.resolveSibling(""));
      Files.write(documented, picture);
    }

    BufferedImage now = ImageIO.read(new ByteArrayInputStream(picture));
    BufferedImage then = ImageIO.read(documented.toFile());
    assertThat(then.getWidth()).isEqualTo(now.getWidth());
    assertThat(then.getHeight()).isEqualTo(now.getHeight());
    assertThat(then.getRGB(2, 2)).as("the background").isEqualTo(now.getRGB(2, 2));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itIsPrintedOnLightPaperWithoutACutTable(String page) throws IOException {
    Browser here = open(new View(page, 1280, "dark"));
    byte[] pdf = here.pdf();
    Files.write(PICTURES.resolve(page + ".pdf"), pdf);

    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    here.print(PAPER_WIDTH);
    assertThat(here.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(here.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(PAPER_WIDTH);
  }
}
