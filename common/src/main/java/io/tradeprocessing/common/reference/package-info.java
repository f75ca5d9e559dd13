/**
 * Reference data that come with the functions: venues (ISO 10383), currencies (ISO 4217) and
 * countries (ISO 3166, ISO 6166), each with its source, the date it was taken and, where codes come
 * and go, the days between which a code is in use.
 *
 * <p>The data are resources that {@code scripts/reference-data} builds from public lists; nothing
 * here is fetched at run time, so a trade of a given day is judged the same way for ever.
 */
@NullMarked
package io.tradeprocessing.common.reference;

import org.jspecify.annotations.NullMarked;
