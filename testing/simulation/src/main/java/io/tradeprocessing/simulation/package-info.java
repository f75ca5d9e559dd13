/**
 * The whole system under faults: the handlers, the workflow definition, the rules and the
 * operators' commands as they are deployed, on simulated AWS services in two Regions, in one thread
 * and virtual time. Every choice follows from a seed. {@code docs/simulation.md} says what is
 * simulated, and how to add a fault.
 *
 * <p>{@code kernel} is time and chance; {@code fault} what can go wrong; {@code check} the history
 * of a run and what must hold of it; {@code aws} the services; {@code world} puts them together,
 * with sources and operators. Each depends only on those before it.
 */
@NullMarked
package io.tradeprocessing.simulation;

import org.jspecify.annotations.NullMarked;
