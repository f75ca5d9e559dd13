package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.console.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A piece of an HTML page, SVG included. Text and the values of attributes are escaped as they are
 * written, here and nowhere else, so what comes from outside cannot become markup.
 */
sealed interface Html {

  /** Text between tags. */
  record Text(String text) implements Html {}

  /**
   * An element. {@link #with} and {@link #add} give another one, so that a piece can be built in
   * one expression.
   */
  record Element(String tag, Map<String, String> attributes, List<Html> children) implements Html {

    public Element {
      // Not Map.copyOf, which would not keep the order.
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      children = List.copyOf(children);
    }

    Element with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(attributes);
      more.put(name, value);
      return new Element(tag, more, children);
    }

    /** A number, as SVG has many; without decimals that no screen shows. */
    Element with(String name, double value) {
      return with(name, decimal(value));
    }

    Element add(Html... more) {
      return add(List.of(more));
    }

    Element add(List<? extends Html> more) {
      List<Html> all = new ArrayList<>(children);
      all.addAll(more);
      return new Element(tag, attributes, all);
    }

    Element add(String text) {
      return add(new Text(text));
    }
  }

  /** Elements that have neither content nor an end tag in HTML. */
  Set<String> VOID = Set.of("br", "col", "hr", "meta", "wbr");

  static Element element(String tag) {
    return new Element(tag, Map.of(), List.of());
  }

  static Element element(String tag, String text) {
    return element(tag).add(text);
  }

  static Html text(String text) {
    return new Text(text);
  }

  /**
   * A text without spaces, such as a name of a class or a pointer, that may be broken after its
   * separators.
   */
  static Html breakable(String text) {
    List<Html> parts = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < text.length(); i++) {
      if (i - start > 1 && ".:/".indexOf(text.charAt(i - 1)) >= 0) {
        parts.add(new Text(text.substring(start, i)));
        parts.add(element("wbr"));
        start = i;
      }
    }
    parts.add(new Text(text.substring(start)));
    return element("span").add(parts);
  }

  /** A number for an attribute: a tenth of a pixel is fine enough. */
  private static String decimal(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  /** Appends the markup. */
  static void write(Html html, StringBuilder out) {
    switch (html) {
      case Text(String text) -> escape(text, out);
      case Element element -> {
        out.append('<').append(element.tag());
        element
            .attributes()
            .forEach(
                (name, value) -> {
                  out.append(' ').append(name).append("=\"");
                  escape(value, out);
                  out.append('"');
                });
        out.append('>');
        element.children().forEach(child -> write(child, out));
        if (!VOID.contains(element.tag())) {
          out.append("</").append(element.tag()).append('>');
        }
      }
    }
  }

  private static void escape(String text, StringBuilder out) {
    String printable = Terminal.printable(text);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
