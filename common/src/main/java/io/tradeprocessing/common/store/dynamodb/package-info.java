/**
 * The compliance store in DynamoDB: items, conditions, errors and pages. What a record, its chain
 * and a trade's state are is for {@code io.tradeprocessing.common.store} to say.
 */
@NullMarked
package io.tradeprocessing.common.store.dynamodb;

import org.jspecify.annotations.NullMarked;
