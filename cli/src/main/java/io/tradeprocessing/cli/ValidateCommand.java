package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.ExactJson;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.validator.TradeValidator;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trades validate}: the validator's verdicts, nothing stored. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Validates events and prints one verdict a line as JSON; nothing is stored.")
final class ValidateCommand implements Callable<Integer> {

  @Mixin private InputFile input = new InputFile();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return Trades.DONE;
  }
}
