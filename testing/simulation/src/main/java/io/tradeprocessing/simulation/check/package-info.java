/**
 * The history of a run, and what must hold of it. Written apart from the system: it reads items,
 * events and messages as any reader would, and shares no code with the store, whose keys, hashes
 * and states it recomputes.
 */
@NullMarked
package io.tradeprocessing.simulation.check;

import org.jspecify.annotations.NullMarked;
