package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.console.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An archive in a folder: that of a local run, or a copy of a bucket. It has one version of each
 * file. Files whose names begin with a dot are left out: they were being written when a process was
 * killed.
 */
public final class FolderArchive implements ArchiveSource {

  private static final Version ONLY = new Version("", false);

  /** As S3 sorts keys. */
  static final Comparator<String> BY_UTF8 =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final Path folder;

  /**
   * @throws UserError if the folder does not exist
   */
  public FolderArchive(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          "--archive "
              + folder
              + (Files.exists(folder) ? " is not a folder" : " does not exist")
              + ": give the folder that trades run --archive was given, a copy of a bucket, or"
              + " s3://BUCKET");
    }
    this.folder = folder;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public Iterator<ArchivedFile> files() {
    return new Walk(folder);
  }

  @Override
  public byte[] read(String name, Version version) {
    return find(name)
        .orElseThrow(
            () ->
                UserError.midway(
                    folder.resolve(name) + " was removed while it was being read; try again",
                    new NoSuchFileException(name)));
  }

  @Override
  public Optional<byte[]> find(String name) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(folder.resolve(name), e);
    }
  }

  @Override
  public void close() {
    // A folder holds nothing open.
  }

  private static UserError unreadable(Path path, IOException e) {
    return UserError.midway(path + " cannot be read: " + UserError.reason(e), e);
  }

  /** Holds the names of one folder on each level. */
  private static final class Walk implements Iterator<ArchivedFile> {
    private final Path root;
    private final Deque<Iterator<String>> levels = new ArrayDeque<>();
    private Optional<String> next = Optional.empty();

    private Walk(Path root) {
      this.root = root;
      Path records = root.resolve(ArchiveObject.PREFIX);
      if (Files.isDirectory(records)) {
        levels.push(names(records));
      }
      advance();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public ArchivedFile next() {
      String name = next.orElseThrow(NoSuchElementException::new);
      advance();
      return new ArchivedFile(name, List.of(ONLY));
    }

    private void advance() {
      next = Optional.empty();
      while (next.isEmpty() && !levels.isEmpty()) {
        Iterator<String> level = levels.getFirst();
        if (!level.hasNext()) {
          levels.pop();
          continue;
        }
        String name = level.next();
        if (name.endsWith("/")) {
          levels.push(names(root.resolve(name)));
        } else {
          next = Optional.of(name);
        }
      }
    }

    /** Names in the archive of what a folder holds, sorted; those of folders end with a slash. */
    private Iterator<String> names(Path parent) {
      try (Stream<Path> entries = Files.list(parent)) {
        return entries
            .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
            .map(entry -> name(entry) + (Files.isDirectory(entry) ? "/" : ""))
            .sorted(BY_UTF8)
            .toList()
            .iterator();
      } catch (IOException e) {
        throw unreadable(parent, e);
      }
    }

    private String name(Path entry) {
      StringBuilder name = new StringBuilder();
      for (Path part : root.relativize(entry)) {
        name.append(name.isEmpty() ? "" : "/").append(part);
      }
      return name.toString();
    }
  }
}
