package io.tradeprocessing.cli.export;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.hash.Sha256;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A pack while it is written: a folder, or a ZIP file of the same files. The same files give the
 * same bytes. It has its name when it is complete; what was written before is deleted if it never
 * is.
 */
public final class Pack implements AutoCloseable {

  /** The file with the SHA-256 of every other. */
  public static final String MANIFEST = "manifest.sha256";

  /** ZIP has no times before; the same for all files, so that the same files are the same pack. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path target;
  private final Path part;
  private final Place files;
  private final Map<String, String> hashes = new TreeMap<>();

  /** Where files go. */
  private sealed interface Place {

    OutputStream open(String name) throws IOException;

    void close() throws IOException;
  }

  private record InFolder(Path folder) implements Place {
    @Override
    public OutputStream open(String name) throws IOException {
      Path file = folder.resolve(name);
      Path parent = file.getParent();
      if (parent != null) {
        Path _ = Files.createDirectories(parent);
      }
      return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    @Override
    public void close() {
      // Each file was closed.
    }
  }

  private record InZip(ZipOutputStream zip) implements Place {
    @Override
    public OutputStream open(String name) throws IOException {
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      return new FilterOutputStream(zip) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          zip.closeEntry();
        }
      };
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }

  private Pack(Path target, Path part, Place files) {
    this.target = target;
    this.part = part;
    this.files = files;
  }

  /**
   * Begins a pack.
   *
   * @param target a ZIP file if its name ends with {@code .zip}, else a folder; must not exist
   * @throws UserError if it exists or cannot be written
   */
  public static Pack create(Path target) {
    if (Files.exists(target)) {
      throw new UserError("--out " + target + " exists: name a new folder or a new .zip file");
    }
    Path absolute = target.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new UserError("--out " + target + " cannot be written: there is no folder " + parent);
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      if (target.toString().endsWith(".zip")) {
        return new Pack(
            absolute,
            part,
            new InZip(
                new ZipOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))));
      }
      return new Pack(absolute, part, new InFolder(Files.createDirectory(part)));
    } catch (IOException e) {
      throw new UserError("--out " + target + " cannot be written: " + UserError.reason(e), e);
    }
  }

  /** What is written to a file of the pack. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * Writes a file; one at a time.
   *
   * @throws UserError if it cannot be written
   */
  public void add(String name, Content content) throws InterruptedException {
    MessageDigest digest = Sha256.newDigest();
    try (DigestOutputStream out = new DigestOutputStream(files.open(name), digest)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw failed(Objects.requireNonNull(e.getCause()));
    }
    hashes.put(name, Sha256.hex(digest));
  }

  /** Writes a file; one at a time. */
  public void add(String name, byte[] bytes) throws InterruptedException {
    add(name, out -> out.write(bytes));
  }

  /** Whether a file of this name has been written. */
  boolean has(String name) {
    return hashes.containsKey(name);
  }

  /** Files so far. */
  public int size() {
    return hashes.size();
  }

  /**
   * Adds the manifest and gives the pack its name.
   *
   * @return the SHA-256 of the manifest, which covers every file
   */
  public String seal() throws InterruptedException {
    StringBuilder manifest = new StringBuilder();
    hashes.forEach((name, hash) -> manifest.append(hash).append("  ").append(name).append('\n'));
    byte[] bytes = manifest.toString().getBytes(StandardCharsets.UTF_8);
    add(MANIFEST, bytes);
    try {
      files.close();
      Path _ = Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(e);
    }
    return Sha256.hex(bytes);
  }

  private UserError failed(IOException e) {
    return UserError.midway(
        "--out %s cannot be written: %s; nothing is left of it"
            .formatted(target, UserError.reason(e)),
        e);
  }

  /** Deletes what was not sealed. */
  @Override
  public void close() {
    if (!Files.exists(part)) {
      return;
    }
    try {
      if (files instanceof InZip zip) {
        zip.close();
      }
    } catch (IOException e) {
      // It is deleted.
    }
    try (Stream<Path> all = Files.walk(part)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // Whoever looks at the folder sees a name that ends with .part.
    }
  }
}
