package io.tradeprocessing.cli.witness;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.console.Workers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more entries than fit into memory: by runs in a temporary folder, which are merged at the
 * end. Adding is thread-safe.
 */
final class SortedEntries implements AutoCloseable {

  /** What an array and its place in the list take beside its bytes. */
  private static final int OVERHEAD = 32;

  /** Files that are open at the same time. */
  private static final int MAX_RUNS = 256;

  private static final int BUFFER = 1 << 15;

  /** Entries that are passed on at once. */
  private static final int BATCH = 512;

  /** Batches that are merged before they are asked for. */
  private static final int AHEAD = 4;

  private final int runSize;
  private final int maxRuns;
  private final Path folder;
  private List<Path> runs = new ArrayList<>();
  private List<byte[]> run = new ArrayList<>();
  private int size;
  private int files;

  /**
   * @param runSize bytes in memory; up to one run more for each thread is being written
   */
  SortedEntries(int runSize) {
    this(runSize, MAX_RUNS);
  }

  SortedEntries(int runSize, int maxRuns) {
    this.runSize = runSize;
    this.maxRuns = maxRuns;
    try {
      folder = Files.createTempDirectory("trades-verify");
    } catch (IOException e) {
      throw failed("cannot be made", e);
    }
  }

  void add(byte[] entry) {
    List<byte[]> full = List.of();
    synchronized (this) {
      run.add(entry);
      size += entry.length + OVERHEAD;
      if (size >= runSize) {
        full = run;
        run = new ArrayList<>();
        size = 0;
      }
    }
    if (!full.isEmpty()) {
      write(full);
    }
  }

  private void write(List<byte[]> entries) {
    entries.sort(Arrays::compareUnsigned);
    Path file = newFile();
    try (DataOutputStream out = output(file)) {
      for (byte[] entry : entries) {
        out.writeInt(entry.length);
        out.write(entry);
      }
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
    synchronized (this) {
      runs.add(file);
    }
  }

  private synchronized Path newFile() {
    return folder.resolve("run-" + files++);
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  /**
   * Gives all entries in order, once; nothing can be added afterwards. One thread merges while
   * another one acts.
   */
  void forEach(Consumer<byte[]> action) throws InterruptedException {
    if (!run.isEmpty()) {
      write(run);
      run = List.of();
    }
    while (runs.size() > maxRuns) {
      List<Path> merged = runs.subList(0, maxRuns);
      Path file = newFile();
      try (DataOutputStream out = output(file);
          Merge merge = new Merge(merged)) {
        for (byte[] entry = merge.next(); entry != null; entry = merge.next()) {
          out.writeInt(entry.length);
          out.write(entry);
        }
        for (Path each : merged) {
          Files.delete(each);
        }
      } catch (IOException e) {
        throw failed("cannot be written", e);
      }
      List<Path> rest = new ArrayList<>(runs.subList(maxRuns, runs.size()));
      rest.add(file);
      runs = rest;
    }
    BlockingQueue<List<byte[]>> ahead = new ArrayBlockingQueue<>(AHEAD);
    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            mergeInto(ahead);
          } else {
            take(ahead, action);
          }
        });
  }

  /** The last batch is empty. */
  private void mergeInto(BlockingQueue<List<byte[]>> batches) throws InterruptedException {
    List<byte[]> batch = new ArrayList<>(BATCH);
    try (Merge merge = new Merge(runs)) {
      for (byte[] entry = merge.next(); entry != null; entry = merge.next()) {
        batch.add(entry);
        if (batch.size() == BATCH) {
          batches.put(batch);
          batch = new ArrayList<>(BATCH);
        }
      }
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
    if (!batch.isEmpty()) {
      batches.put(batch);
    }
    batches.put(List.of());
  }

  private static void take(BlockingQueue<List<byte[]>> batches, Consumer<byte[]> action)
      throws InterruptedException {
    for (List<byte[]> batch = batches.take(); !batch.isEmpty(); batch = batches.take()) {
      batch.forEach(action);
    }
  }

  /** Several runs as one. */
  private static final class Merge implements Closeable {
    private final PriorityQueue<Run> queue = new PriorityQueue<>();
    private final List<Run> open = new ArrayList<>();

    private Merge(List<Path> runs) throws IOException {
      try {
        for (Path file : runs) {
          Run run = new Run(file);
          open.add(run);
          queueNext(run);
        }
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    private void queueNext(Run run) throws IOException {
      if (run.advance()) {
        queue.add(run);
      }
    }

    /** The next entry in order; null at the end. */
    private byte @Nullable [] next() throws IOException {
      Run run = queue.poll();
      if (run == null) {
        return null;
      }
      byte[] entry = run.entry;
      queueNext(run);
      return entry;
    }

    @Override
    public void close() throws IOException {
      for (Run run : open) {
        run.in.close();
      }
    }
  }

  /** A run that is being read. */
  private static final class Run implements Comparable<Run> {
    private final DataInputStream in;
    private byte[] entry = new byte[0];

    private Run(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    private boolean advance() throws IOException {
      byte[] length = in.readNBytes(Integer.BYTES);
      if (length.length < Integer.BYTES) {
        return false;
      }
      entry = in.readNBytes(ByteBuffer.wrap(length).getInt());
      return true;
    }

    @Override
    public int compareTo(Run other) {
      return Arrays.compareUnsigned(entry, other.entry);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw failed("cannot be removed", e);
    }
  }

  static UserError failed(String what, IOException e) {
    return UserError.midway(
        "a temporary file in "
            + System.getProperty("java.io.tmpdir")
            + " "
            + what
            + ": "
            + UserError.reason(e)
            + "; verifying an archive needs 500 bytes there for each record, and JAVA_TOOL_OPTIONS="
            + "-Djava.io.tmpdir=DIR names another folder",
        e);
  }
}
