/**
 * Runs a definition. The ports of an execution are here ({@link
 * io.tradeprocessing.asl.run.TaskInvoker}, {@link io.tradeprocessing.asl.run.Timer}, {@link
 * io.tradeprocessing.asl.run.ExecutionListener}), with the adapters for tests ({@link
 * io.tradeprocessing.asl.run.VirtualTimer}, {@link io.tradeprocessing.asl.run.ScriptedTasks}), its
 * identity and its outcome.
 */
@NullMarked
package io.tradeprocessing.asl.run;

import org.jspecify.annotations.NullMarked;
