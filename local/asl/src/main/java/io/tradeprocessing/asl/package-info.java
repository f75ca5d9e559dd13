/**
 * An embeddable interpreter of the Amazon States Language (the JSONPath dialect) for local runs and
 * tests; production runs on AWS Step Functions. It knows nothing about the workflows that it runs.
 *
 * <p>Start here: {@link io.tradeprocessing.asl.StateMachine} loads a definition and rejects what
 * Step Functions would reject; {@link io.tradeprocessing.asl.Interpreter} runs it. The other
 * packages, from the top down: {@code diagram} draws, {@code run} executes, {@code parse} reads
 * definitions, {@code model} holds the states, {@code data} evaluates paths and expressions, {@code
 * json} handles JSON trees. Each depends only on those after it, and {@code diagram}, {@code run}
 * and {@code parse} do not depend on each other.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
@NullMarked
package io.tradeprocessing.asl;

import org.jspecify.annotations.NullMarked;
