/**
 * Identifiers of instruments, entities, venues and transactions, as value types.
 *
 * <p>Three questions about an identifier are kept apart, because an operator repairs them in three
 * ways: is it of the right form, does its check digit fit (both {@code check}, without a look
 * outside), and does it belong to a list (a question to {@code common.reference}, by date where the
 * list changes). A value of one of these types has passed the first two; {@code parse} and {@code
 * toString} are inverse.
 *
 * <p>The arithmetic is here rather than in a library for the reasons of ADR 0005.
 */
@NullMarked
package io.tradeprocessing.common.identifier;

import org.jspecify.annotations.NullMarked;
