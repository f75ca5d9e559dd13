/**
 * Identifiers of instruments, entities, venues and transactions, as value types.
 *
 * <p>Three questions about an identifier are separate, because their answers need different
 * repairs: does it have the right format, is its check digit right (both {@code check}, which needs
 * no other data), and is it in a list (which {@code common.reference} answers, by date where the
 * list changes). A value of one of these types has passed the first two; {@code parse} and {@code
 * toString} are inverses.
 *
 * <p>The arithmetic is here rather than in a library for the reasons of ADR 0005.
 */
@NullMarked
package io.tradeprocessing.common.identifier;

import org.jspecify.annotations.NullMarked;
