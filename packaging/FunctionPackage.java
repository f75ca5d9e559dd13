import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Lays out a function's package: its classes at the root, the jars it runs with under {@code lib/}, and the runtime
 * wrapper. A source-file program; the build of each function runs it on the runtime class path.
 *
 * <p>The jars are stored uncompressed inside: the package is compressed as a whole, and compressing twice costs a third of
 * the limit and time at the start of the function.
 *
 * <p>Usage: {@code java FunctionPackage.java FOLDER WRAPPER CLASSPATH}
 */
final class FunctionPackage {

  private static final String JAR = ".jar";

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path wrapper = Path.of(args[1]);
    List<Path> classPath = Stream.of(args[2].split(File.pathSeparator)).map(Path::of).toList();

    // What an earlier build left here would go into the package.
    delete(folder);
    Path libraries = Files.createDirectories(folder.resolve("lib"));
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        copyTree(entry, folder);
      } else if (entry.toString().endsWith(JAR)) {
        store(entry, libraries.resolve(entry.getFileName()));
      } else {
        throw new IOException(entry + " is neither a folder of classes nor a jar");
      }
    }

    // Last, so that the file is newer than everything else in a complete package: the Makefile's target.
    Path target = folder.resolve(wrapper.getFileName());
    Files.copy(wrapper, target);
    if (!target.toFile().setExecutable(true, false)) {
      throw new IOException(target + " cannot be made executable, and the function would not start without");
    }
  }

  private static void store(Path from, Path to) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTime(entry.getTime());
        stored.setSize(content.length);
        stored.setCrc(crc.getValue());
        out.putNextEntry(stored);
        out.write(content);
        out.closeEntry();
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
