package io.tradeprocessing.cli.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where the events of a backfill come from: a file, the files of a folder, or objects of S3. */
public interface Source extends AutoCloseable {

  /**
   * One of its files or objects.
   *
   * @param name without what the source's name says
   * @param bytes as they are stored
   * @param compressed whether they are compressed by gzip, as far as is known without reading all
   */
  record Part(String name, long bytes, boolean compressed) {}

  /** As reports and plans call it. */
  String name();

  /** Whether a line needs the name of its part, besides its number, to be found again. */
  boolean hasSeveral();

  /** Its parts, in the order of their names. */
  List<Part> parts() throws IOException;

  /** Opens a part as it was listed; a part that has changed since fails. */
  InputStream open(Part part) throws IOException;

  @Override
  void close();
}
