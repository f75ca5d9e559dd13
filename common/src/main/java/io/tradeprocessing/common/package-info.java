/** TODO. */
@NullMarked
package io.tradeprocessing.common;

import org.jspecify.annotations.NullMarked;
