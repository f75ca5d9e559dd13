package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The port through which a Distributed Map reads its items. */
@FunctionalInterface
public interface ItemReader {

  /** For definitions that read none. */
  ItemReader NONE =
      (resource, _, _) -> {
        throw new TaskFailedException(
            "States.ItemReaderFailed", "There is nothing here that reads items by " + resource);
      };

  /**
   * Reads all items.
   *
   * @param resource for example {@code arn:aws:states:::s3:getObject}
   * @param parameters the resolved {@code Parameters}, for example bucket and key
   * @param readerConfig {@code ReaderConfig} as the definition has it; an empty object if it has
   *     none. {@code MaxItems} is applied by the interpreter.
   * @throws TaskFailedException if the items cannot be read; the state fails with {@code
   *     States.ItemReaderFailed} and this cause
   */
  List<JsonNode> items(String resource, JsonNode parameters, JsonNode readerConfig)
      throws TaskFailedException, InterruptedException;
}
