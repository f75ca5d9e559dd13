package io.tradeprocessing.embeddedtable;

import java.util.List;

/** Is told what was committed. */
@FunctionalInterface
public interface CommitListener {

  /**
   * Called after each commit, in the order of the commits, once the changes are durable and before
   * the writers have their answers. Must not write to the same table. If this throws, the writers
   * get the failure, and the table does nothing more.
   *
   * @param changes of one commit, in order; a transaction's are together
   */
  void committed(List<Change> changes);
}
