package io.tradeprocessing.cli.input;

import java.io.IOException;
import java.util.Optional;

/** Events, one after the other, with what could not be read between them. */
public interface EventLines extends AutoCloseable {

  /** The next event, or nothing at the end of the input. Blank lines are passed over. */
  Optional<InputLine> next() throws IOException;

  @Override
  void close() throws IOException;
}
