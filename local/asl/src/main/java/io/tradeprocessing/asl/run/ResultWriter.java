package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The port through which a Distributed Map writes the results of its child executions. */
@FunctionalInterface
public interface ResultWriter {

  /** For definitions that write none. */
  ResultWriter NONE =
      (resource, _, _) -> {
        throw new TaskFailedException(
            "States.ResultWriterFailed",
            "There is nothing here that writes results by " + resource);
      };

  /**
   * Writes the results of a Map Run that did not exceed its threshold.
   *
   * @param resource for example {@code arn:aws:states:::s3:putObject}
   * @param parameters the resolved {@code Parameters}, for example bucket and prefix
   * @param run the Map Run with its child executions
   * @return where the results are: {@code ResultWriterDetails}
   * @throws TaskFailedException if they cannot be written; the state fails with {@code
   *     States.ResultWriterFailed} and this cause
   */
  JsonNode write(String resource, JsonNode parameters, Results run)
      throws TaskFailedException, InterruptedException;

  /**
   * A Map Run that has ended.
   *
   * @param mapRunArn its identity
   * @param children in the order of the items
   */
  record Results(String mapRunArn, List<Child> children) {}

  /** A child execution, the input that it had and how it ended. */
  record Child(Execution execution, JsonNode input, Outcome outcome) {}
}
