/**
 * Tests of the whole stack: the template by reading it, the packages by opening them, and what is
 * deployed from both by acting as a source system.
 */
@NullMarked
package io.tradeprocessing.stack;

import org.jspecify.annotations.NullMarked;
