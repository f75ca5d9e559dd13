/**
 * An embeddable interpreter of the Amazon States Language (the JSONPath dialect), a tool for local
 * runs and tests; production runs on AWS Step Functions. It knows nothing of what it runs.
 *
 * <p>{@link io.tradeprocessing.asl.StateMachine} loads a definition and refuses what Step Functions
 * would refuse; {@link io.tradeprocessing.asl.Interpreter} runs it. {@link
 * io.tradeprocessing.asl.TaskInvoker}, {@link io.tradeprocessing.asl.Timer} and {@link
 * io.tradeprocessing.asl.ExecutionListener} are its ports.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
@NullMarked
package io.tradeprocessing.asl;

import org.jspecify.annotations.NullMarked;
