package io.tradeprocessing.cli;

import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.input.Envelopes;
import io.tradeprocessing.cli.input.EventReader;
import io.tradeprocessing.cli.input.InputFile;
import io.tradeprocessing.cli.input.InputLine;
import io.tradeprocessing.cli.template.TemplateFile;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.validator.TradeValidator;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trades validate}: prints the validator's verdicts. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Validates events and prints one verdict per line as JSON; nothing is stored.",
      "An invalid trade is not a failure: the exit code is 1 only if a line cannot be read."
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private InputFile input = new InputFile();
  @Mixin private TemplateFile templateFile = new TemplateFile();
  @Mixin private ReviewersOption reviewers = new ReviewersOption();

  @Spec private @Nullable CommandSpec spec;

  private final Clock clock = Clock.systemUTC();
  private final Envelopes envelopes = new Envelopes(clock);

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Settings template = templateFile.read().settings();
    Settings settings = reviewers.read().map(template::withReviewers).orElse(template);
    boolean allReadable = true;
    try (EventReader reader = input.open()) {
      for (Optional<InputLine> next = reader.next();
          next.isPresent() && !out.checkError();
          next = reader.next()) {
        InputLine line = next.get();
        try {
          out.println(Terminal.json(verdict(line, settings).toString()));
        } catch (UnreadableException e) {
          allReadable = false;
          err.println(
              "trades: line "
                  + line.line()
                  + ": "
                  + Terminal.printable(String.valueOf(e.getMessage())));
        }
      }
    }
    return allReadable ? ExitCode.DONE : ExitCode.FAILED;
  }

  private JsonObject verdict(InputLine line, Settings settings) throws UnreadableException {
    return switch (line) {
      case InputLine.Unreadable(long _, String problem) -> throw new UnreadableException(problem);
      case InputLine.Event(long number, var json) -> {
        JsonObject.Builder result = JsonObject.builder().put("line", number);
        try {
          String text = ExactJson.write(envelopes.envelope(json));
          int bytes = text.getBytes(StandardCharsets.UTF_8).length;
          TradeEvent event = TradeEvent.of(JsonReader.read(text));
          TradeValidator.validate(event, bytes, settings, clock.instant())
              .toJson()
              .forEach(result::put);
        } catch (MalformedJsonException e) {
          throw new UnreadableException(String.valueOf(e.getMessage()));
        }
        yield result.build();
      }
    };
  }

  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
      super(message);
    }
  }
}
