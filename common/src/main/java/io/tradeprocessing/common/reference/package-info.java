/**
 * Reference data that the functions contain: venues (ISO 10383), currencies (ISO 4217) and
 * countries (ISO 3166, ISO 6166), each with its source, the date on which it was retrieved and,
 * where codes change, the days between which a code is in use.
 *
 * <p>The data are resources that {@code scripts/reference-data} builds from public lists; nothing
 * here is fetched at run time, so the verdict on a trade of a given day never changes.
 */
@NullMarked
package io.tradeprocessing.common.reference;

import org.jspecify.annotations.NullMarked;
