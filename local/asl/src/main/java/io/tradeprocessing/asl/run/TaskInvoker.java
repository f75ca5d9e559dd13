package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The port through which Task states do their work. Called from several threads when branches run
 * concurrently.
 */
@FunctionalInterface
public interface TaskInvoker {

  /**
   * Does the work of one attempt and returns its result. The thread is interrupted when the task's
   * time is up or a sibling branch has failed.
   *
   * @throws TaskFailedException if the task failed, with the error name that Retry and Catch match
   * @throws InterruptedException if interrupted; the interpreter knows the reason
   */
  JsonNode invoke(TaskRequest request) throws TaskFailedException, InterruptedException;
}
