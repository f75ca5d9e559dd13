package io.tradeprocessing.asl.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of a {@code StringMatches}: {@code *} stands for any characters, {@code \*} for an
 * asterisk and {@code \\} for a backslash. Matching takes time linear in text and pattern: between
 * the fixed ends, each literal part is searched for once, from left to right (Knuth, Morris,
 * Pratt).
 *
 * @param text the pattern as written
 * @param literals the parts between the asterisks; the first and the last are the fixed ends
 */
public record Wildcards(String text, List<Literal> literals) {

  /** A literal part with the lengths of its borders, which say where a search continues. */
  static final class Literal {

    private final String text;
    private final int[] borders;

    private Literal(String text, int[] borders) {
      this.text = text;
      this.borders = borders;
    }

    static Literal of(String text) {
      int[] borders = new int[text.length()];
      for (int i = 1, length = 0; i < text.length(); i++) {
        while (length > 0 && text.charAt(i) != text.charAt(length)) {
          length = borders[length - 1];
        }
        if (text.charAt(i) == text.charAt(length)) {
          length++;
        }
        borders[i] = length;
      }
      return new Literal(text, borders);
    }

    /** The index after the first occurrence in {@code within} from {@code from} on, or -1. */
    int endIn(String within, int from, int to) {
      int length = 0;
      if (text.isEmpty()) {
        return from;
      }
      for (int i = from; i < to; i++) {
        while (length > 0 && within.charAt(i) != text.charAt(length)) {
          length = borders[length - 1];
        }
        if (within.charAt(i) == text.charAt(length)) {
          length++;
        }
        if (length == text.length()) {
          return i + 1;
        }
      }
      return -1;
    }
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if a backslash precedes anything but an asterisk or a
   *     backslash
   */
  public static Wildcards compile(String pattern) {
    List<Literal> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        literals.add(Literal.of(literal.toString()));
        literal.setLength(0);
        continue;
      }
      if (c == '\\') {
        i++;
        if (i == pattern.length() || "*\\".indexOf(pattern.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "In '" + pattern + "' a backslash must precede * or another backslash");
        }
        c = pattern.charAt(i);
      }
      literal.append(c);
    }
    literals.add(Literal.of(literal.toString()));
    return new Wildcards(pattern, List.copyOf(literals));
  }

  boolean matches(String value) {
    String start = literals.getFirst().text;
    String end = literals.getLast().text;
    if (literals.size() == 1) {
      return value.equals(start);
    }
    int from = start.length();
    int to = value.length() - end.length();
    if (from > to || !value.startsWith(start) || !value.endsWith(end)) {
      return false;
    }
    for (Literal literal : literals.subList(1, literals.size() - 1)) {
      from = literal.endIn(value, from, to);
      if (from < 0) {
        return false;
      }
    }
    return true;
  }
}
