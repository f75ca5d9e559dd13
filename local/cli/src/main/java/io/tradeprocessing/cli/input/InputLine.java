package io.tradeprocessing.cli.input;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One place of the input: an event, or what could not be read. */
public sealed interface InputLine {

  /** Counts from 1: the line on which the event begins. */
  long line();

  /**
   * An event, or a bare trade.
   *
   * @param json as it was written; decimals exact
   */
  record Event(long line, ObjectNode json) implements InputLine {}

  /**
   * What could not be read.
   *
   * @param problem what was wrong and what is allowed, without echoing the input
   */
  record Unreadable(long line, String problem) implements InputLine {}
}
