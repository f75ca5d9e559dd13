/**
 * The trade event: its envelope, and the few fields that every function must read the same way.
 *
 * <p>Everything here is total: a field that is absent or unusable is an empty result, never an
 * exception, because a malformed trade still has to be answered, recorded and found again.
 */
@NullMarked
package io.tradeprocessing.common.trade;

import org.jspecify.annotations.NullMarked;
