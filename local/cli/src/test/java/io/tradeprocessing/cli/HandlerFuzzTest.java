package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.RecordTooLargeException;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.recorder.InvalidRecorderInputException;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No input makes a handler throw anything but the exceptions that it declares for its input, or
 * take longer than a second of CPU; and what validator and enricher answered to, the recorder
 * records.
 *
 * <p>Case n is made from seed + n alone. {@code -Dfuzz.seconds=600} runs as long, {@code
 * -Dfuzz.seed=N -Dfuzz.seconds=0} runs case N alone, as a finding prints it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandlerFuzzTest {

  private static final long SEED = Long.getLong("fuzz.seed", 20_260_112);
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 3));

  /** Of a thread's CPU time, so that a busy machine is no finding. */
  private static final Duration MAX_TIME = Duration.ofSeconds(1);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final String TABLE = "records";
  private static final TableSchema SCHEMA = TableSchema.of(TradeTable.definition(TABLE));

  /** One case in so many goes to the recorder too. */
  private static final int RECORDED = 8;

  /** However busy the machine is. */
  private static final int MIN_CASES = 500;

  private static final int MAX_SHRINKING = 3_000;

  private static final Settings SETTINGS =
      new Settings(
          Optional.of(URI.create("https://prices.example.com")), new BigDecimal("1000000"), 3, 500);

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-02T16:00:00Z"), ZoneOffset.UTC);
  private static final FunctionRuntime RUNTIME = FunctionRuntime.local(CLOCK, new NoTelemetry());

  private static final Context CONTEXT =
      new LocalContext(new DeploymentTemplate.Function("Function", "Handler", 3_600), "request");

  private static final List<Json> EVENTS = soundEvents();
  private static final List<Json> RECORDER_INPUTS = recorderInputs();

  private final RequestStreamHandler validator = new ValidateTradeHandler(() -> SETTINGS, RUNTIME);
  private final RequestStreamHandler enricher =
      new EnrichTradeHandler(() -> SETTINGS, (_, _) -> new AnyMarketData(), RUNTIME);
  private final EmbeddedTable table =
      EmbeddedTable.of(SCHEMA, SqliteStorage.temporary(SCHEMA), InstantSource.system());
  private final RequestStreamHandler recorder = recorder(table);
  private long cases;
  private long recorded;

  @AfterAll
  void stop() {
    table.close();
  }

  /** What an input is given to. */
  private interface Target {
    void take(byte[] input) throws IOException;
  }

  private static final class Finding {
    private final String target;
    private final long seed;
    private final Throwable thrown;
    private final byte[] input;

    Finding(String target, long seed, Throwable thrown, byte[] input) {
      this.target = target;
      this.seed = seed;
      this.thrown = thrown;
      this.input = input;
    }

    /** Findings that end in one place are one. */
    String place() {
      StackTraceElement[] trace = thrown.getStackTrace();
      return target + " " + thrown.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }

    String text() {
      return "%s threw %s at %s%nseed: -Dfuzz.seed=%d -Dfuzz.seconds=0%ninput: %s%nBase64: %s%n"
          .formatted(
              target,
              thrown,
              Arrays.stream(thrown.getStackTrace()).limit(6).toList(),
              seed,
              excerpt(new String(input, StandardCharsets.UTF_8)),
              excerpt(Base64.getEncoder().encodeToString(input)));
    }

    private static String excerpt(String text) {
      return text.length() > 4_000 ? text.substring(0, 4_000) + "…" : text;
    }
  }

  @Test
  void noInputMakesAHandlerThrowWhatItDoesNotDeclare() {
    Map<String, Finding> findings = new LinkedHashMap<>();
    long end = System.nanoTime() + TIME.toNanos();
    do {
      for (Finding finding : run(SEED + cases)) {
        findings.putIfAbsent(finding.place(), finding);
      }
      cases++;
    } while (System.nanoTime() < end || (TIME.isPositive() && cases < MIN_CASES));
    System.out.printf(
        "%,d fuzzed inputs from seed %d, %,d of them recorded, %d findings%n",
        cases, SEED, recorded, findings.size());

    assertThat(findings.values().stream().map(this::shrunk).map(Finding::text)).isEmpty();
  }

  @Test
  void aFindingIsShrunkToWhatMatters() {
    Target failsOnX =
        input -> {
          if (new String(input, StandardCharsets.UTF_8).contains("x!")) {
            throw new IllegalStateException();
          }
        };
    byte[] input = "a long text with an x! in its middle".getBytes(StandardCharsets.UTF_8);

    assertThat(smallest(failsOnX, IllegalStateException.class, input))
        .isEqualTo(new byte[] {'x', '!'});
  }

  @Test
  void anUndeclaredExceptionAndASlowAnswerAreFindings() {
    assertThat(
            attempt(
                "t",
                1,
                _ -> {
                  throw new StackOverflowError();
                },
                new byte[0]))
        .isPresent();
    assertThat(
            attempt(
                "t",
                1,
                _ -> {
                  long start = THREADS.getCurrentThreadCpuTime();
                  while (THREADS.getCurrentThreadCpuTime() - start <= MAX_TIME.toNanos()) {
                    Thread.onSpinWait();
                  }
                },
                new byte[0]))
        .isPresent();
    assertThat(attempt("t", 1, _ -> {}, new byte[0])).isEmpty();
  }

  @Test
  void whatIsNotDamagedIsRecorded() throws IOException {
    byte[] event = EVENTS.getLast().toString().getBytes(StandardCharsets.UTF_8);

    assertThat(pipeline(event).text("recordHash")).isPresent();
  }

  private List<Finding> run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Damage damage = new Damage(random);
    byte[] event = damage.of(EVENTS.get(random.nextInt(EVENTS.size())));
    List<Finding> findings = new ArrayList<>();
    attempt("reader", seed, HandlerFuzzTest::read, event).ifPresent(findings::add);
    attempt("validator", seed, this::validate, event).ifPresent(findings::add);
    attempt("enricher", seed, this::enrich, event).ifPresent(findings::add);
    if (random.nextInt(RECORDED) == 0) {
      recorded++;
      attempt("pipeline", seed, this::record, event).ifPresent(findings::add);
      byte[] input = damage.of(RECORDER_INPUTS.get(random.nextInt(RECORDER_INPUTS.size())));
      attempt("recorder", seed, this::recordAny, input).ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> attempt(String name, long seed, Target target, byte[] input) {
    return thrown(target, input).map(thrown -> new Finding(name, seed, thrown, input));
  }

  private static Optional<Throwable> thrown(Target target, byte[] input) {
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      target.take(input);
    } catch (Throwable thrown) {
      return Optional.of(thrown);
    }
    long took = THREADS.getCurrentThreadCpuTime() - start;
    return took > MAX_TIME.toNanos()
        ? Optional.of(new TooSlow("took " + took / 1_000_000 + " ms of CPU"))
        : Optional.empty();
  }

  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooSlow(String message) {
      super(message);
    }
  }

  // Targets

  /**
   * Of plain bytes the reader has a way of its own, and of text none: both must come to the same.
   */
  private static void read(byte[] event) {
    String text = new String(event, StandardCharsets.UTF_8);
    boolean isUtf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), event);
    try {
      Json json = JsonReader.read(event);
      if (isUtf8) {
        assertThat(JsonReader.read(text)).isEqualTo(json).hasToString(json.toString());
      }
    } catch (MalformedJsonException declared) {
      assertThat(declared).message().isNotBlank();
    }
  }

  private void validate(byte[] event) throws IOException {
    try {
      JsonObject verdict = answer(validator, event);
      assertThat(verdict.get("valid")).isNotNull();
      assertThat(verdict.get("violations")).isNotNull();
    } catch (MalformedJsonException declared) {
      assertThat(declared).message().isNotBlank();
    }
  }

  private void enrich(byte[] event) throws IOException {
    try {
      assertThat(answer(enricher, event).get("gaps")).isNotNull();
    } catch (MalformedJsonException declared) {
      assertThat(declared).message().isNotBlank();
    }
  }

  private void recordAny(byte[] input) throws IOException {
    try {
      assertThat(answer(recorder, input).text("recordHash")).isPresent();
    } catch (MalformedJsonException
        | InvalidRecorderInputException
        | RecordTooLargeException declared) {
      assertThat(declared).message().isNotBlank();
    }
  }

  /** An event that has a verdict and an enrichment is one that the recorder must take. */
  private void record(byte[] event) throws IOException {
    try {
      answer(validator, event);
    } catch (MalformedJsonException declared) {
      return;
    }
    try {
      assertThat(pipeline(event).text("recordHash")).isPresent();
    } catch (RecordTooLargeException declared) {
      assertThat(declared).message().isNotBlank();
    }
  }

  private JsonObject pipeline(byte[] event) throws IOException {
    JsonObject input =
        JsonObject.builder()
            .put("event", JsonReader.read(event))
            .put("verdict", answer(validator, event))
            .put("enrichment", answer(enricher, event))
            .put("execution", JsonObject.builder().put("id", "arn:execution:1").build())
            .build();
    return answer(recorder, input.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject answer(RequestStreamHandler handler, byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(input), out, CONTEXT);
    return JsonReader.read(out.toByteArray()).asObject().orElseThrow();
  }

  /** A recorder with an empty table in a temporary file. */
  private static RequestStreamHandler recorder(EmbeddedTable table) {
    TradeStore store = new TradeStore(table.client(), TABLE, Backoff.standard(new Random(SEED)));
    return new RecordComplianceHandler(() -> store, RUNTIME);
  }

  // Shrinking

  private Finding shrunk(Finding finding) {
    Target target =
        switch (finding.target) {
          case "reader" -> HandlerFuzzTest::read;
          case "validator" -> this::validate;
          case "enricher" -> this::enrich;
          case "recorder" -> this::recordAny;
          default -> this::record;
        };
    byte[] input = smallest(target, finding.thrown.getClass(), finding.input);
    return new Finding(finding.target, finding.seed, finding.thrown, input);
  }

  /** Leaves out ever smaller pieces, as long as the same is thrown without them. */
  private static byte[] smallest(Target target, Class<? extends Throwable> thrown, byte[] input) {
    byte[] smallest = input;
    int attempts = 0;
    for (int piece = Math.max(1, input.length / 2); piece > 0; piece /= 2) {
      int at = 0;
      while (at < smallest.length && attempts++ < MAX_SHRINKING) {
        byte[] candidate = without(smallest, at, Math.min(smallest.length, at + piece));
        if (thrown(target, candidate).filter(thrown::isInstance).isPresent()) {
          smallest = candidate;
        } else {
          at += piece;
        }
      }
    }
    return smallest;
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }

  // What to damage

  private static List<Json> soundEvents() {
    return Stream.concat(
            eventFiles("trade-", "invalid-", "review-"),
            Project.text("samples/trades.jsonl").lines().map(JsonReader::read))
        .toList();
  }

  private static List<Json> recorderInputs() {
    return eventFiles("record-").toList();
  }

  private static Stream<Json> eventFiles(String... prefixes) {
    try (Stream<Path> files = Files.list(Project.file("events"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> Arrays.stream(prefixes).anyMatch(name::startsWith))
          .sorted()
          .map(name -> JsonReader.read(Project.text("events/" + name)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers in each of the ways that there are, by what is asked. */
  private static final class AnyMarketData implements MarketData {
    @Override
    public MarketDataAnswer ask(Query query, Duration budget) {
      return switch (Math.floorMod(query.hashCode(), 4)) {
        case 0 -> new MarketDataAnswer.NotFound();
        case 1 -> new MarketDataAnswer.Unusable("no price");
        case 2 ->
            new MarketDataAnswer.Found(
                new BigDecimal("1e-30"), new BigDecimal("1e30"), Instant.EPOCH);
        default ->
            new MarketDataAnswer.Found(new BigDecimal("259.37"), BigDecimal.ONE, Instant.MAX);
      };
    }
  }

  private static final class NoTelemetry implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }
}
