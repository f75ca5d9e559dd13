/** Draws the outline of a definition. */
@NullMarked
package io.tradeprocessing.asl.diagram;

import org.jspecify.annotations.NullMarked;
