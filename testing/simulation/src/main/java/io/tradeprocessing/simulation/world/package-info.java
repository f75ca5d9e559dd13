/** A run: the system on two Regions, its sources, its operators, and what happens to them. */
@NullMarked
package io.tradeprocessing.simulation.world;

import org.jspecify.annotations.NullMarked;
