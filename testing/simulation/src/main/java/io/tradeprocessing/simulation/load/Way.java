package io.tradeprocessing.simulation.load;

/** How trades come to be recorded. */
enum Way {
  STANDARD("STANDARD"),
  EXPRESS("EXPRESS"),
  BACKFILL("backfill");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
