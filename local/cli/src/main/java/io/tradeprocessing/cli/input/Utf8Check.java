package io.tradeprocessing.cli.input;

/**
 * Checks UTF-8 byte by byte (RFC 3629, section 4). A lenient decoder would read an overlong
 * sequence as another character.
 */
final class Utf8Check {

  private int lead;
  private int length;
  private int missing;
  private int lowest = 0x80;
  private int highest = 0xBF;

  /** Where the first sequence that is not UTF-8 begins, counted from 0; -1 if there is none. */
  static int firstInvalid(byte[] bytes) {
    Utf8Check check = new Utf8Check();
    int at = check.firstRefused(bytes, 0, bytes.length);
    return at < 0 && check.pending() == 0 ? -1 : (at < 0 ? bytes.length : at) - check.pending();
  }

  /** Bytes of a sequence that has begun and is not complete. */
  int pending() {
    return missing == 0 ? 0 : length - missing;
  }

  /** The first byte of the sequence that has begun. */
  int lead() {
    return lead;
  }

  /** The place of the first byte that does not continue what was checked so far; -1 for none. */
  int firstRefused(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!accepts(bytes[i] & 0xFF)) {
        return i;
      }
    }
    return -1;
  }

  private boolean accepts(int b) {
    if (missing == 0) {
      return b < 0x80 || begins(b);
    }
    if (b < lowest || b > highest) {
      return false;
    }
    missing--;
    lowest = 0x80;
    highest = 0xBF;
    return true;
  }

  /** The second byte's range excludes overlong sequences, surrogates and what is above U+10FFFF. */
  private boolean begins(int b) {
    if (b < 0xC2 || b > 0xF4) {
      return false;
    }
    lead = b;
    length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    missing = length - 1;
    switch (b) {
      case 0xE0 -> lowest = 0xA0;
      case 0xED -> highest = 0x9F;
      case 0xF0 -> lowest = 0x90;
      case 0xF4 -> highest = 0x8F;
      default -> {}
    }
    return true;
  }
}
