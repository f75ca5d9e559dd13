package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file, or the files of a folder and of the folders in it. Hidden files are passed over.
 *
 * @param file the file or folder
 */
record FileSource(Path file) implements Source {

  private static final int GZIP = 0x1f8b;

  @Override
  public String name() {
    return String.valueOf(file.toAbsolutePath().normalize().getFileName());
  }

  @Override
  public boolean hasSeveral() {
    return Files.isDirectory(file);
  }

  @Override
  public List<Part> parts() throws IOException {
    if (!hasSeveral()) {
      return List.of(part(file));
    }
    try (Stream<Path> files = Files.walk(file)) {
      List<Part> parts = new java.util.ArrayList<>();
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!String.valueOf(each.getFileName()).startsWith(".")) {
          parts.add(part(each));
        }
      }
      if (parts.isEmpty()) {
        throw new UserError(file + " has no files: give a file or folder of events");
      }
      return parts;
    }
  }

  private Part part(Path each) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(each)) {
      start = in.readNBytes(2);
    }
    String name = hasSeveral() ? file.relativize(each).toString().replace('\\', '/') : name();
    return new Part(name, Files.size(each), isGzip(start));
  }

  @Override
  public InputStream open(Part part) throws IOException {
    return Files.newInputStream(hasSeveral() ? file.resolve(part.name()) : file);
  }

  /** Whether bytes begin as those of a file that is compressed by gzip. */
  static boolean isGzip(byte[] start) {
    return start.length == 2 && (((start[0] & 0xff) << 8) | (start[1] & 0xff)) == GZIP;
  }

  @Override
  public void close() {}
}
