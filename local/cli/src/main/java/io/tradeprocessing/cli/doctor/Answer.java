package io.tradeprocessing.cli.doctor;

import io.tradeprocessing.cli.doctor.Finding.Fail;
import io.tradeprocessing.cli.doctor.Finding.Unknown;
import java.util.List;
import java.util.function.Function;

/** What AWS answered to a question. */
sealed interface Answer<T> {

  /** It answered. */
  record Known<T>(T value) implements Answer<T> {}

  /** It does not exist. */
  record Missing<T>() implements Answer<T> {}

  /**
   * The caller may not ask.
   *
   * @param action of IAM, such as {@code lambda:GetAlias}
   */
  record Refused<T>(String action) implements Answer<T> {}

  /** The service did not answer. */
  record Unanswered<T>(String action, String problem) implements Answer<T> {}

  /**
   * What follows for something that the stack made.
   *
   * @param subject its name
   * @param judgment of what is there
   */
  default List<Finding> findings(String subject, Function<T, List<Finding>> judgment) {
    return switch (this) {
      case Known<T>(T value) -> judgment.apply(value);
      case Missing<T>() ->
          List.of(
              new Fail(
                  subject,
                  "does not exist any more, although the stack made it",
                  "deploy the stack again (sam deploy)"));
      case Refused<T>(String action) ->
          List.of(
              new Unknown(
                  subject,
                  "cannot be checked, because the caller may not call " + action,
                  "allow " + action + " (docs/deployment.md)"));
      case Unanswered<T>(String action, String problem) ->
          List.of(
              new Unknown(
                  subject,
                  "cannot be checked, because " + action + " failed: " + problem,
                  "try again; see AWS Health if it stays so"));
    };
  }
}
