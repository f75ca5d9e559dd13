/** TODO. */
@NullMarked
package io.tradeprocessing.recorder;

import org.jspecify.annotations.NullMarked;
