package io.tradeprocessing.common.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: distinct names with values, in the order in which they were written.
 *
 * <p>It has two parallel arrays and no hash map: a trade has some twenty fields, and scanning them
 * is faster than hashing and takes less memory.
 */
public final class JsonObject implements Json {

  private static final JsonObject EMPTY = new JsonObject(new String[0], new Json[0], 0);

  private final String[] names;
  private final Json[] values;

  /** A {@link #bit} for each name: most names that are asked for in vain need no scan. */
  private final long filter;

  /** Made once, when it is asked for: the parts of a record are compared, hashed and stored. */
  private @Nullable String text;

  private JsonObject(String[] names, Json[] values, long filter) {
    this.names = names;
    this.values = values;
    this.filter = filter;
  }

  public static JsonObject empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The value under a name, or {@code null} if the object has no such name. */
  public @Nullable Json get(String name) {
    if ((filter & bit(name)) == 0) {
      return null;
    }
    int index = indexOf(names, names.length, name);
    return index < 0 ? null : values[index];
  }

  /** One of 64, by the hash. */
  private static long bit(String name) {
    return 1L << name.hashCode();
  }

  /** Strings cache their hash, so most names differ without comparing characters. */
  private static int indexOf(String[] names, int size, String name) {
    int hash = name.hashCode();
    for (int i = 0; i < size; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** The text under a name; empty if it is absent or not a string. */
  public Optional<String> text(String name) {
    Json value = get(name);
    return value == null ? Optional.empty() : value.asText();
  }

  /** The object under a name; empty if it is absent or not an object. */
  public Optional<JsonObject> object(String name) {
    Json value = get(name);
    return value == null ? Optional.empty() : value.asObject();
  }

  public int size() {
    return names.length;
  }

  public String nameAt(int index) {
    return names[index];
  }

  public Json valueAt(int index) {
    return values[index];
  }

  public void forEach(BiConsumer<? super String, ? super Json> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof JsonObject that) || names.length != that.names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!values[i].equals(that.get(names[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < names.length; i++) {
      hash += names[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }

  /** The text, if it was asked for before. */
  @Nullable String knownText() {
    return text;
  }

  /** The object as JSON text. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = JsonWriter.encoded(this);
      text = known;
    }
    return known;
  }

  /** Collects fields in order. Not thread-safe. */
  public static final class Builder {

    /** With more fields than this, a hash set finds a duplicate faster than a scan. */
    private static final int SCAN_LIMIT = 32;

    private String[] names = new String[16];
    private Json[] values = new Json[16];
    private int size;
    private long filter;
    private @Nullable Set<String> seen;

    private Builder() {}

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if the object has the name already
     */
    public Builder put(String name, Json value) {
      if (!add(name, value)) {
        throw new IllegalArgumentException("duplicate name: " + name);
      }
      return this;
    }

    public Builder put(String name, String text) {
      return put(name, Json.of(text));
    }

    public Builder put(String name, long number) {
      return put(name, Json.of(number));
    }

    public Builder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    /** Adds a field unless the object has the name already; returns whether it did. */
    boolean add(String name, Json value) {
      if (contains(name)) {
        return false;
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      filter |= bit(name);
      names[size] = name;
      values[size] = value;
      size++;
      return true;
    }

    private boolean contains(String name) {
      if (size >= SCAN_LIMIT) {
        if (seen == null) {
          seen = new HashSet<>(Arrays.asList(names).subList(0, size));
        }
        return !seen.add(name);
      }
      return (filter & bit(name)) != 0 && indexOf(names, size, name) >= 0;
    }

    public JsonObject build() {
      return size == 0
          ? EMPTY
          : new JsonObject(Arrays.copyOf(names, size), Arrays.copyOf(values, size), filter);
    }
  }
}
