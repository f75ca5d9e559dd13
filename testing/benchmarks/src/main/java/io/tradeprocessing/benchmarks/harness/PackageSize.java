package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The size of a package as it is uploaded: its folder, zipped as {@code sam package} does. */
final class PackageSize {

  private PackageSize() {}

  /** Bytes; writes the zip to a file. */
  static long zip(Path folder, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(entry).toString()));
        Files.copy(entry, zip);
        zip.closeEntry();
      }
    }
    return Files.size(file);
  }
}
