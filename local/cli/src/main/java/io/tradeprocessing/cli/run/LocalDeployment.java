package io.tradeprocessing.cli.run;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.cli.archive.ArchiveFeed;
import io.tradeprocessing.cli.archive.ArchiveFolder;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.input.Envelopes;
import io.tradeprocessing.cli.input.InputLine;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The template, deployed onto this machine: its rules route events to its state machine, which runs
 * its handlers against its table.
 */
public final class LocalDeployment implements AutoCloseable {

  private static final String STATE_MACHINE = "trade-processing-local";
  private static final String BACKFILL = "trade-backfill-local";

  private final LocalTable table;
  private final Outbox outbox;
  private final Routes routes;
  private final Envelopes envelopes;
  private final Interpreter interpreter;
  private final Backfills backfills;
  private final Clock clock;
  private @Nullable ArchiveFeed feed;

  private LocalDeployment(
      LocalTable table,
      Outbox outbox,
      Routes routes,
      Interpreter interpreter,
      Backfills backfills,
      Clock clock) {
    this.table = table;
    this.outbox = outbox;
    this.routes = routes;
    this.envelopes = new Envelopes(clock);
    this.interpreter = interpreter;
    this.backfills = backfills;
    this.clock = clock;
  }

  /**
   * Deploys a template.
   *
   * @param settings what the functions read from Parameter Store on AWS
   * @param folder of the store; empty for a temporary file
   * @param listener is notified of each step of an execution
   * @throws UserError if the template, the definition or the folder cannot be used
   */
  public static LocalDeployment of(
      DeploymentTemplate template,
      Settings settings,
      Optional<Path> folder,
      Clock clock,
      Telemetry telemetry,
      ExecutionListener listener) {
    StateMachine machine = Definition.parse(template.definition());
    Routes routes = new Routes(template.eventPatterns());
    LocalTable table =
        folder
            .map(dir -> LocalTable.in(dir, template.table()))
            .orElseGet(() -> LocalTable.temporary(template.table()));
    Outbox outbox = new Outbox(folder);
    Handlers handlers = new Handlers(settings, table.client(), LocalTable.TABLE, clock, telemetry);
    Map<String, LocalTasks.DeployedHandler> functions = new HashMap<>();
    template
        .functions()
        .forEach(
            (arn, function) -> {
              RequestStreamHandler handler = handlers.create(function.handler());
              functions.put(arn, new LocalTasks.DeployedHandler(function, handler));
            });
    return new LocalDeployment(
        table,
        outbox,
        routes,
        new Interpreter(machine, new LocalTasks(functions, outbox)).withListener(listener),
        new Backfills(template, handlers, outbox),
        clock);
  }

  /**
   * Runs the state machine of a backfill on this deployment's table.
   *
   * @param objects where the plan is
   * @param input of the state machine
   * @param name of the execution
   * @param concurrency trades of a partition that are processed at the same time
   */
  public Outcome backfill(ObjectStore objects, JsonNode input, String name, int concurrency)
      throws InterruptedException {
    return backfills.run(
        objects, input, Execution.local(BACKFILL, name, clock.instant()), concurrency);
  }

  /**
   * Archives what the store has and an archive lacks, and from now on every record, as the archiver
   * does on AWS. {@link #finishArchive} has to follow the last event.
   *
   * @param folder of the archive; it is made if it is not there
   * @param behind is told how many items the archive lacks, about, before they are archived
   * @throws UserError if the folder cannot be used, or is that of another store
   */
  public void archiveTo(
      Path folder, DeploymentTemplate template, Telemetry telemetry, LongConsumer behind) {
    DeploymentTemplate.EventSource source = template.eventSource();
    feed =
        ArchiveFeed.of(
            table,
            ArchiveFolder.open(folder),
            new ArchiveFeed.Batches(source.batchSize(), source.batchingWindow()),
            FunctionRuntime.local(clock, telemetry),
            () -> new LocalContext(source.function(), UUID.randomUUID().toString()));
    behind.accept(feed.behind());
    feed.start();
  }

  /**
   * Returns when everything that is in the store is archived, if there is an archive.
   *
   * @throws UserError if it cannot be
   */
  public void finishArchive() throws InterruptedException {
    if (feed != null) {
      feed.finish();
    }
  }

  /** Processes one event: rule, workflow, handlers and store. */
  public Result process(InputLine input) {
    return switch (input) {
      case InputLine.Unreadable unreadable -> Result.unreadable(unreadable);
      case InputLine.Event event -> route(event.line(), envelopes.envelope(event.json()));
    };
  }

  private Result route(long line, ObjectNode event) {
    String text = ExactJson.write(event);
    List<String> rules = routes.matching(text);
    if (rules.isEmpty()) {
      return new Result(
          line,
          tradeId(event),
          null,
          Result.Outcome.UNROUTED,
          null,
          null,
          MissingNode.getInstance(),
          new Result.Failure(
              null,
              "no rule matches source %s and detail-type %s"
                  .formatted(excerpt(event.path("source")), excerpt(event.path("detail-type")))));
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    // StartExecution takes no more, and EventBridge gives up on such an event.
    if (size > JsonReader.MAX_PAYLOAD) {
      String error =
          "the event has %d bytes; an execution takes %d".formatted(size, JsonReader.MAX_PAYLOAD);
      outbox.undeliverable(event, error);
      return new Result(
          line,
          tradeId(event),
          sourceSystem(event),
          Result.Outcome.DEAD_LETTERED,
          null,
          null,
          MissingNode.getInstance(),
          new Result.Failure(null, error));
    }
    // As on EventBridge, each matching rule starts an execution.
    return rules.stream().map(_ -> execute(line, event)).reduce((_, last) -> last).orElseThrow();
  }

  private Result execute(long line, ObjectNode event) {
    Execution execution =
        Execution.local(STATE_MACHINE, UUID.randomUUID().toString(), clock.instant());
    Outcome outcome;
    try {
      outcome = interpreter.run(event, execution);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return switch (outcome) {
      case Outcome.Succeeded(JsonNode output) ->
          new Result(
              line,
              tradeId(event),
              sourceSystem(event),
              recorded(output),
              execution.id(),
              outcome.status(),
              output,
              null);
      case Outcome.Failed(var error, var cause) ->
          failed(line, event, execution, outcome, failure(error, sentence(cause)));
      case Outcome.TimedOut() ->
          failed(
              line, event, execution, outcome, new Result.Failure(null, "the execution timed out"));
    };
  }

  private static Result failed(
      long line, ObjectNode event, Execution execution, Outcome outcome, Result.Failure failure) {
    return new Result(
        line,
        tradeId(event),
        sourceSystem(event),
        Result.Outcome.DEAD_LETTERED,
        execution.id(),
        outcome.status(),
        MissingNode.getInstance(),
        failure);
  }

  private static Result.Outcome recorded(JsonNode output) {
    JsonNode record = output.path("record");
    return record.path("outcome").asText().equals("DUPLICATE")
        ? Result.Outcome.DUPLICATE
        : Result.Outcome.valueOf(record.path("status").asText());
  }

  /** An event near the limit leaves no room for what the workflow adds to it, here as on AWS. */
  private static Result.Failure failure(@Nullable String error, String sentence) {
    return new Result.Failure(
        error,
        "States.DataLimitExceeded".equals(error)
            ? sentence + " The source must send a smaller event."
            : sentence);
  }

  /** The cause of a function's error is JSON; its message is the sentence. */
  private static String sentence(@Nullable String cause) {
    if (cause == null) {
      return "no cause given";
    }
    try {
      JsonNode json = ExactJson.read(cause);
      return json.path("errorMessage").isTextual() ? json.path("errorMessage").asText() : cause;
    } catch (JsonProcessingException e) {
      return cause;
    }
  }

  private static @Nullable String tradeId(ObjectNode event) {
    JsonNode id = event.path("detail").path("tradeId");
    return id.isTextual() ? id.asText() : null;
  }

  private static String sourceSystem(ObjectNode event) {
    String source = event.path("source").asText();
    return source.substring(source.lastIndexOf('.') + 1);
  }

  private static String excerpt(JsonNode value) {
    String text = value.isMissingNode() ? "(none)" : value.toString();
    return text.length() > 66 ? text.substring(0, 65) + "…" : text;
  }

  @Override
  public void close() {
    try (table;
        ArchiveFeed _ = feed) {
      outbox.close();
    }
  }
}
