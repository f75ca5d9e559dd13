/**
 * JSON trees with exact numbers: reading, writing, comparing and quoting them. Depends on no other
 * package of this module.
 */
@NullMarked
package io.tradeprocessing.asl.json;

import org.jspecify.annotations.NullMarked;
