package io.tradeprocessing.embeddedtable;

/**
 * An item or key that does not fit the table. Alone it makes a request invalid; in a transaction it
 * is the reason why that is cancelled.
 */
final class FlawedItemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FlawedItemException(String message) {
    super(message);
  }
}
