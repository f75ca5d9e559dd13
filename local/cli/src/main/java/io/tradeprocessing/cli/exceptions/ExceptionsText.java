package io.tradeprocessing.cli.exceptions;

import io.tradeprocessing.cli.console.Age;
import io.tradeprocessing.cli.console.Terminal;
import java.util.List;
import java.util.Locale;

/** Exceptions for a terminal. */
public final class ExceptionsText {

  /** Exceptions that are listed; JSON has them all. */
  private static final int SHOWN = 100;

  /** Commands that are listed of a kind. */
  private static final int COMMANDS = 5;

  private final StringBuilder text = new StringBuilder();
  private final ExceptionList list;

  private ExceptionsText(ExceptionList list) {
    this.list = list;
  }

  /** The text, ending in a line feed. */
  public static String of(ExceptionList list) {
    return new ExceptionsText(list).write();
  }

  private String write() {
    List<Waiting> waiting = list.waiting();
    if (!waiting.isEmpty()) {
      line("%8s  %-11s  %-7s  %-40s  %s".formatted("waits", "kind", "source", "trade", "value"));
      waiting.stream().limit(SHOWN).forEach(this::exception);
      more(waiting.size() - SHOWN);
      line("");
      line("What to do");
      list.kinds().keySet().forEach(this::advice);
      line("");
    }
    line(list.summary() + " in " + Terminal.printable(list.where()));
    return text.toString();
  }

  private void exception(Waiting each) {
    line(
        "%8s  %-11s  %-7s  %-40s  %s"
            .formatted(
                Age.of(each.age(list.at())),
                each.kind(),
                dash(each.source()),
                dash(each.tradeId()),
                each.value().map(Value::text).orElse("unknown")));
    line("          " + Terminal.printable(each.reason()));
  }

  private void advice(Kind kind) {
    line("  %s: %s.".formatted(kind, kind.meaning()));
    line("    " + kind.todo());
    List<String> commands = list.commands(kind);
    commands.stream().limit(COMMANDS).forEach(command -> line("      " + command));
    if (commands.size() > COMMANDS) {
      line("      and so on; --json has the command of each");
    }
  }

  private void more(int rest) {
    if (rest > 0) {
      line(String.format(Locale.ROOT, "and %,d more; --json has them all", rest));
    }
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : Terminal.printable(text);
  }
}
