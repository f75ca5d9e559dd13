/** TODO. */
@NullMarked
package io.tradeprocessing.validator;

import org.jspecify.annotations.NullMarked;
