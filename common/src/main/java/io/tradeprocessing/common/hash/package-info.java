/** The one hash function of the project. */
@NullMarked
package io.tradeprocessing.common.hash;

import org.jspecify.annotations.NullMarked;
