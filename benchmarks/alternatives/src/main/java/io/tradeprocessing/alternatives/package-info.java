/**
 * Functions that do one thing with one library, to learn what the library costs. Each reads the
 * input of a function of the project; those of a kind do the same and differ in the library alone.
 */
@NullMarked
package io.tradeprocessing.alternatives;

import org.jspecify.annotations.NullMarked;
