package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.Collection;

/**
 * The tree that one evaluation of a JSONPath may look at, up to a bound. Deep scans in deep scans
 * and regular expressions that backtrack take time that grows with a power of the data.
 */
final class BoundedJson extends JacksonJsonNodeJsonProvider {

  /** The time of one step of a regular expression; all work is well under a second. */
  private static final long MAX_WORK = 100_000_000;

  private static final long LOOK = 20;

  private final RegexCost regex;
  private long work;

  BoundedJson(RegexCost regex) {
    this.regex = regex;
  }

  /** The path takes too long on this data. */
  static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExhaustedException() {
      super("too much work", null, false, false);
    }
  }

  private void spend(long amount) {
    work += amount;
    if (work > MAX_WORK || work < 0) {
      throw new ExhaustedException();
    }
  }

  /** What a filter compares is unwrapped first. */
  @Override
  public Object unwrap(Object value) {
    spend(
        value instanceof JsonNode node && node.isTextual() ? regex.steps(node.textValue()) : LOOK);
    return super.unwrap(value);
  }

  @Override
  public boolean isMap(Object value) {
    spend(LOOK);
    return super.isMap(value);
  }

  @Override
  public boolean isArray(Object value) {
    spend(LOOK);
    return super.isArray(value);
  }

  @Override
  public Collection<String> getPropertyKeys(Object value) {
    spend(LOOK * length(value));
    return super.getPropertyKeys(value);
  }

  @Override
  public Object getMapValue(Object value, String key) {
    spend(LOOK);
    return super.getMapValue(value, key);
  }

  @Override
  public Object getArrayIndex(Object value, int index) {
    spend(LOOK);
    return super.getArrayIndex(value, index);
  }

  @Override
  public Iterable<?> toIterable(Object value) {
    spend(LOOK * length(value));
    return super.toIterable(value);
  }
}
