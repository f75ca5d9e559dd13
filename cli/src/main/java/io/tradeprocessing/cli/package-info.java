/** TODO. */
@NullMarked
package io.tradeprocessing.cli;

import org.jspecify.annotations.NullMarked;
