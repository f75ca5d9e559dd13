/** What can go wrong, how often, and whether it does. */
@NullMarked
package io.tradeprocessing.simulation.fault;

import org.jspecify.annotations.NullMarked;
