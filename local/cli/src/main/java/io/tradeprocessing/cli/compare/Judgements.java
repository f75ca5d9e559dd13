package io.tradeprocessing.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.StoreLocation;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Results that can be read as often as needed: a file of result lines, or a store folder. */
public final class Judgements {

  private static final int PAGE = 1_000;

  private final Path place;

  private Judgements(Path place) {
    this.place = place;
  }

  /**
   * Results at a place.
   *
   * @param place a file of result lines, or a store folder
   * @throws UserError if there is neither
   */
  public static Judgements at(Path place) {
    if (!Files.exists(place)) {
      throw new UserError(place + " does not exist: give a file of results or a store folder");
    }
    return new Judgements(place);
  }

  void forEach(Consumer<Judged> sink) {
    if (Files.isDirectory(place)) {
      fromStore(sink);
    } else {
      fromFile(sink);
    }
  }

  private void fromFile(Consumer<Judged> sink) {
    try (BufferedReader lines = Files.newBufferedReader(place)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        sink.accept(Judged.of(result(line, number)));
      }
    } catch (IOException e) {
      throw new UserError(place + " cannot be read: " + UserError.reason(e), e);
    }
  }

  private JsonNode result(String line, long number) {
    try {
      JsonNode json = ExactJson.read(line);
      if (json.path("outcome").isTextual()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new UserError(
        "%s, line %d: not a result; make the file by trades run --json or trades backfill --json"
            .formatted(place, number));
  }

  private void fromStore(Consumer<Judged> sink) {
    try (StoreLocation.OpenStore store = StoreLocation.ofFolder(place).open()) {
      Optional<Cursor> after = Optional.empty();
      do {
        Page page = store.scan().page(0, 1, after, PAGE);
        page.items().stream()
            .filter(ComplianceRecord.class::isInstance)
            .map(ComplianceRecord.class::cast)
            .map(Judgements::judged)
            .forEach(sink);
        after = page.next();
      } while (after.isPresent());
    }
  }

  private static Judged judged(ComplianceRecord record) {
    try {
      return Judged.of(
          record.entry().sourceSystem(),
          record.entry().hashes().eventHash(),
          record.entry().tradeId(),
          ExactJson.read(JsonWriter.toString(record.entry().content().verdict())),
          ExactJson.read(JsonWriter.toString(record.entry().content().enrichment())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }
}
