/** TODO. */
@NullMarked
package io.tradeprocessing.asl;

import org.jspecify.annotations.NullMarked;
