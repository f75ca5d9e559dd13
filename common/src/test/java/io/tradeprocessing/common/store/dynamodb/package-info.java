@org.jspecify.annotations.NullMarked
package io.tradeprocessing.common.store.dynamodb;
