package io.tradeprocessing.cli.html;

import java.util.ArrayList;
import java.util.List;

/** What the pages of reports are made of. */
final class ReportParts {

  private ReportParts() {}

  static Html section(String heading, List<? extends Html> content) {
    return Html.element("section").add(Html.element("h2", heading)).add(content);
  }

  /**
   * A number that is seen first.
   *
   * @param beside what stands with it, smaller
   */
  static Html figure(String name, String value, Html... beside) {
    List<Html> content = new ArrayList<>();
    content.add(Html.element("span", value).with("class", "value"));
    content.addAll(List.of(beside));
    return pair(name, content);
  }

  /** A name and what there is to say of it. */
  static Html fact(String name, Html value) {
    return pair(name, List.of(value));
  }

  /** A list of facts. */
  static Html facts(String cssClass, List<Html> facts) {
    return Html.element("dl").with("class", "facts " + cssClass).add(facts);
  }

  /** A command to paste. */
  static Html command(String command) {
    return Html.element("pre")
        .with("class", "command")
        .with("tabindex", "0")
        .add(Html.element("code", command));
  }

  /** A part of a sentence as a whole one. */
  static String sentence(String part) {
    return Character.toUpperCase(part.charAt(0)) + part.substring(1) + ".";
  }

  private static Html pair(String name, List<Html> content) {
    return Html.element("div").add(Html.element("dt", name), Html.element("dd").add(content));
  }
}
