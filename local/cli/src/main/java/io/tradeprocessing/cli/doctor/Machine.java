package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Ok;
import io.tradeprocessing.cli.doctor.Finding.Warn;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What local runs need of a machine.
 *
 * @param jdk feature version of the JDK
 * @param heap the most that it may use, in bytes
 * @param store where the records go
 * @param docker whether Docker answers
 * @param sam whether the SAM CLI is there
 */
public record Machine(int jdk, long heap, Store store, boolean docker, boolean sam) {

  private static final int JDK_WANTED = 25;

  private static final long MEGABYTE = 1L << 20;

  /** What the launcher sets; less is for whoever changed TRADES_HEAP. */
  private static final long HEAP_WANTED = 192 * MEGABYTE;

  /** A million records of 3 KB, twice. */
  private static final long SPACE_WANTED = 6_000 * MEGABYTE;

  private static final long SPACE_NEEDED = 200 * MEGABYTE;

  /** A solid-state disk takes less; a network file system may take more. */
  private static final Duration SYNC_WANTED = Duration.ofMillis(20);

  private static final int SYNCS = 21;
  private static final int PAGE = 4_096;

  private static final Duration DOCKER_LIMIT = Duration.ofSeconds(10);

  /**
   * The folder of a store.
   *
   * @param folder where it is or will be
   * @param space usable bytes
   * @param sync how long it takes to write a page to the disk, half of the time
   * @param problem why nothing can be written there
   */
  public record Store(Path folder, long space, Duration sync, Optional<String> problem) {}

  /**
   * Looks at this machine.
   *
   * @param folder of the store; a file is written there and deleted
   */
  public static Machine read(Path folder) {
    return new Machine(
        Runtime.version().feature(),
        Runtime.getRuntime().maxMemory(),
        store(folder),
        dockerAnswers(),
        hasSam());
  }

  private static Store store(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = Optional.ofNullable(existing.getParent()).orElseThrow();
    }
    if (!Files.isDirectory(existing)) {
      return new Store(folder, 0, Duration.ZERO, Optional.of(existing + " is not a folder"));
    }
    try {
      long space = Files.getFileStore(existing).getUsableSpace();
      Path file = Files.createTempFile(existing, ".trades-doctor", ".tmp");
      try {
        return new Store(folder, space, sync(file), Optional.empty());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return new Store(folder, 0, Duration.ZERO, Optional.of(UserError.reason(e)));
    }
  }

  private static Duration sync(Path file) throws IOException {
    List<Duration> times = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        int _ = channel.write(ByteBuffer.allocate(PAGE));
        channel.force(true);
        times.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    Collections.sort(times);
    return times.get(SYNCS / 2);
  }

  private static boolean dockerAnswers() {
    try {
      Process docker =
          new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!docker.waitFor(DOCKER_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        docker.destroyForcibly();
        return false;
      }
      return docker.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean hasSam() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(
            folder ->
                Files.isExecutable(Path.of(folder, "sam"))
                    || Files.isExecutable(Path.of(folder, "sam.cmd")));
  }

  /** What would fail. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        jdk < JDK_WANTED
            ? new Fail(
                "JDK", "is " + jdk + ", and " + JDK_WANTED + " is needed", "install a JDK 25")
            : new Ok("JDK", "is " + jdk));
    findings.add(
        heap < HEAP_WANTED
            ? new Warn(
                "heap",
                "is " + megabytes(heap) + ", so large files may not fit",
                "unset TRADES_HEAP, or set it to 224m or more")
            : new Ok("heap", "is " + megabytes(heap)));
    findings.addAll(storeFindings());
    findings.add(
        docker
            ? new Ok("Docker", "answers")
            : new Warn(
                "Docker",
                "does not answer, so sam local, scripts/emulator and the integration tests do not"
                    + " run; trades run does",
                "start Docker, where you need them"));
    findings.add(
        sam
            ? new Ok("SAM CLI", "is on the PATH")
            : new Warn(
                "SAM CLI",
                "is not on the PATH, so nothing can be deployed from here",
                "install it, where you deploy (docs/deployment.md)"));
    return findings;
  }

  private List<Finding> storeFindings() {
    String subject = "store " + store.folder();
    if (store.problem().isPresent()) {
      return List.of(
          new Fail(
              subject,
              "cannot be written: " + store.problem().get(),
              "give another folder as --store"));
    }
    String space = megabytes(store.space());
    Finding room =
        store.space() < SPACE_NEEDED
            ? new Fail(subject, "has " + space + " left", "make room, or give another folder")
            : store.space() < SPACE_WANTED
                ? new Warn(
                    subject,
                    "has " + space + " left; a million records take about 3,000 MB",
                    "make room before a large file")
                : new Ok(subject, "has " + space + " left");
    String sync = String.format(Locale.ROOT, "%.1f ms", store.sync().toNanos() / 1_000_000.0);
    Finding speed =
        store.sync().compareTo(SYNC_WANTED) > 0
            ? new Warn(
                subject,
                "takes " + sync + " to make a write durable, which every record waits for",
                "use a local solid-state disk (docs/durability.md)")
            : new Ok(subject, "takes " + sync + " to make a write durable");
    return List.of(room, speed);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes / MEGABYTE);
  }
}
