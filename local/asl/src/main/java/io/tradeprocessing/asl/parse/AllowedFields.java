package io.tradeprocessing.asl.parse;

import io.tradeprocessing.asl.model.StateType;
import java.util.List;
import java.util.stream.Stream;

/** Which fields a state may have, by its type. CreateStateMachine refuses all others. */
final class AllowedFields {

  private static final List<String> ALL = List.of("Type", "Comment", "QueryLanguage");
  private static final List<String> PATHS = List.of("InputPath", "OutputPath");
  private static final List<String> NEXT = List.of("Next", "End");
  private static final List<String> WORK =
      List.of("ResultSelector", "ResultPath", "Retry", "Catch");

  private AllowedFields() {}

  static List<String> of(StateType type) {
    return switch (type) {
      case PASS -> join(List.of(PATHS, NEXT, List.of("Parameters", "Result", "ResultPath")));
      case TASK ->
          join(
              List.of(
                  PATHS,
                  NEXT,
                  WORK,
                  List.of(
                      "Resource",
                      "Parameters",
                      "Credentials",
                      "TimeoutSeconds",
                      "TimeoutSecondsPath",
                      "HeartbeatSeconds",
                      "HeartbeatSecondsPath")));
      case CHOICE -> join(List.of(PATHS, List.of("Choices", "Default")));
      case WAIT ->
          join(
              List.of(
                  PATHS, NEXT, List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath")));
      case SUCCEED -> join(List.of(PATHS));
      case FAIL -> join(List.of(List.of("Error", "ErrorPath", "Cause", "CausePath")));
      case PARALLEL -> join(List.of(PATHS, NEXT, WORK, List.of("Parameters", "Branches")));
      case MAP ->
          join(
              List.of(
                  PATHS,
                  NEXT,
                  WORK,
                  List.of(
                      "ItemProcessor",
                      "Iterator",
                      "ItemsPath",
                      "ItemSelector",
                      "Parameters",
                      "MaxConcurrency",
                      "MaxConcurrencyPath"),
                  DistributedMapReader.FIELDS));
    };
  }

  private static List<String> join(List<List<String>> groups) {
    return Stream.concat(ALL.stream(), groups.stream().flatMap(List::stream)).toList();
  }
}
