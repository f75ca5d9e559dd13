@org.jspecify.annotations.NullMarked
package io.tradeprocessing.backfill;
