/**
 * What a function does before Lambda takes its snapshot, so that the first trade after a restore is
 * as fast as the thousandth.
 */
@NullMarked
package io.tradeprocessing.common.snapstart;

import org.jspecify.annotations.NullMarked;
