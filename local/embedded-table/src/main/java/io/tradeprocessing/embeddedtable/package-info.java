/**
 * One table of DynamoDB in this process: the requests that a store makes, with their conditions,
 * transactions, consistent reads, pages and errors, and a refusal of every other. The items are in
 * a SQLite file or in a map. It knows nothing of what the items mean.
 */
@NullMarked
package io.tradeprocessing.embeddedtable;

import org.jspecify.annotations.NullMarked;
