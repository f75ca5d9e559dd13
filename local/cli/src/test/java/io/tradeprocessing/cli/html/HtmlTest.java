package io.tradeprocessing.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

  private static String written(Html html) {
    StringBuilder out = new StringBuilder();
    Html.write(html, out);
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "</td><script>alert(1)</script> | &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        "a & b                          | a &amp; b",
        "\" onload=\"x                  | &quot; onload=&quot;x",
        "' onload='x                    | &#39; onload=&#39;x",
        "&lt;                           | &amp;lt;",
      })
  void textAndAttributesCannotBecomeMarkup(String hostile, String escaped) {
    assertThat(written(Html.element("td", hostile).with("title", hostile)))
        .isEqualTo("<td title=\"" + escaped + "\">" + escaped + "</td>");
  }

  @Test
  void whatSteersAReaderIsTakenOut() {
    String steering = "a\u0000\u001b[2J\n\u0085\u009b\u202eb\u2066\u061c\u2028\ud800c";

    assertThat(written(Html.text(steering))).isEqualTo("a??[2J????b????c");
  }

  @Test
  void anElementWithoutContentHasNoEndTag() {
    assertThat(written(Html.element("td").add(Html.element("br"), Html.text("x"))))
        .isEqualTo("<td><br>x</td>");
  }

  @Test
  void attributesKeepTheirOrderAndNumbersAreShort() {
    assertThat(
            written(Html.element("rect").with("x", 1.0).with("y", 2.26).with("width", 1234567.0)))
        .isEqualTo("<rect x=\"1\" y=\"2.3\" width=\"1234567\"></rect>");
  }

  @Test
  void aLongNameMayBeBrokenAfterItsSeparatorsAndNowhereElse() {
    assertThat(written(Html.breakable("/a.b.Conflict:1")))
        .isEqualTo("<span>/a.<wbr>b.<wbr>Conflict:<wbr>1</span>");
  }

  @Test
  void aPageAllowsItsOwnStyleSheetAndNothingElse() {
    String page = new HtmlPage("</title><b>", List.of()).render();

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("<title>&lt;/title&gt;&lt;b&gt;</title>")
        .containsPattern(
            "default-src &#39;none&#39;;.* style-src &#39;sha256-[A-Za-z0-9+/=]{44}&#39;")
        .doesNotContain("http://", "https://", "@import", "<script", " style=", "<link");
  }
}
