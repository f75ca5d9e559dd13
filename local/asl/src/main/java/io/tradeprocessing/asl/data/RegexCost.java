package io.tradeprocessing.asl.data;

/**
 * A bound on how long the regular expressions ({@code =~}) of a JSONPath can backtrack.
 *
 * @param unbounded how many repetitions (asterisk, plus and braces) there are: the power of the
 *     text's length
 * @param choices how many optional parts and alternatives there are: a power of two
 */
public record RegexCost(int unbounded, int choices) {

  private static final int MAX_UNBOUNDED = 3;
  private static final int MAX_CHOICES = 12;

  /**
   * Estimates the cost from the text of a path.
   *
   * @throws IllegalArgumentException if no useful bound exists
   */
  public static RegexCost of(String path) {
    if (!path.contains("=~")) {
      return new RegexCost(0, 0);
    }
    String text = path.replace("[?", "").replace("[*]", "").replace("||", "").replace("\\\\", "");
    int unbounded = 0;
    int choices = 0;
    char previous = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escaped = previous == '\\';
      if (!escaped && "*+{".indexOf(c) >= 0) {
        unbounded++;
        if (previous == ')') {
          throw new IllegalArgumentException(
              "'"
                  + path
                  + "' repeats a group in a regular expression, which can take exponential time");
        }
      } else if (!escaped && "?|".indexOf(c) >= 0) {
        choices++;
      }
      previous = c;
    }
    if (unbounded > MAX_UNBOUNDED || choices > MAX_CHOICES) {
      throw new IllegalArgumentException(
          "'%s' has a regular expression that can take too long: at most %d repetitions and %d alternatives are supported"
              .formatted(path, MAX_UNBOUNDED, MAX_CHOICES));
    }
    return new RegexCost(unbounded, choices);
  }

  /** At most how many steps it takes to match a text. */
  long steps(CharSequence text) {
    long steps = 1L << choices;
    for (int i = 0; i < unbounded; i++) {
      steps = Math.min(steps * (text.length() + 1), 1L << 40);
    }
    return steps;
  }
}
