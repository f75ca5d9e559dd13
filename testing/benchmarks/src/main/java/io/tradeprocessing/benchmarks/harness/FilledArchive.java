package io.tradeprocessing.benchmarks.harness;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.tradeprocessing.archiver.Archive;
import io.tradeprocessing.archiver.ArchiveRecordsHandler;
import io.tradeprocessing.cli.archive.StreamRecords;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.CommitListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Archives what is committed to a table, by the archiver's handler and with a key of its own, in
 * batches of the size that Lambda would deliver under load.
 */
final class FilledArchive implements CommitListener, AutoCloseable {

  /** As in the template; half of them are heads. */
  private static final int BATCH = 1_000;

  private static final String STREAM =
      "arn:aws:dynamodb:local:000000000000:table/trade-records/stream/2026-03-02T00:00:00.000";

  private final ArchiveRecordsHandler handler;
  private final Context context =
      new LocalContext(new DeploymentTemplate.Function("RecordArchiverFunction", "", 30), "1");
  private final List<DynamodbStreamRecord> batch = new ArrayList<>();
  private long changes;

  /** A folder that is written as a bucket is. */
  private record Folder(Path path) implements Archive {
    @Override
    public boolean putIfAbsent(String name, byte[] bytes) {
      Path file = path.resolve(name);
      try {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<byte[]> get(String name) {
      return Optional.empty();
    }
  }

  private record Silent() implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }

  /**
   * @param into a new folder; it gets the objects, their signatures and {@code public-key.pem}
   */
  FilledArchive(Path into) throws IOException {
    KeyPair keys = SigningKeys.generate();
    Files.createDirectory(into);
    Files.writeString(into.resolve("public-key.pem"), SigningKeys.pem(keys.getPublic()));
    handler =
        new ArchiveRecordsHandler(
            new Folder(into),
            SigningKeys.signer(keys.getPrivate()),
            FunctionRuntime.local(Clock.systemUTC(), new Silent()));
  }

  @Override
  public synchronized void committed(List<Change> committed) {
    for (Change change : committed) {
      batch.add(
          StreamRecords.of(
              change, "1%020d".formatted(changes++), Instant.now(), Region.LOCAL.name(), STREAM));
      if (batch.size() == BATCH) {
        flush();
      }
    }
  }

  private void flush() {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.copyOf(batch));
    batch.clear();
    if (!handler.handleRequest(event, context).getBatchItemFailures().isEmpty()) {
      throw new IllegalStateException("a batch was not archived");
    }
  }

  @Override
  public synchronized void close() {
    if (!batch.isEmpty()) {
      flush();
    }
  }
}
