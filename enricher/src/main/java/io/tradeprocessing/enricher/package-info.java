/** TODO. */
@NullMarked
package io.tradeprocessing.enricher;

import org.jspecify.annotations.NullMarked;
