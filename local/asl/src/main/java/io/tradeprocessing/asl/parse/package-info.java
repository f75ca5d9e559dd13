/**
 * Reads a definition into the {@link io.tradeprocessing.asl.model model} and reports everything
 * that is wrong with it. Callers see only {@link
 * io.tradeprocessing.asl.parse.InvalidDefinitionException} and its problems.
 */
@NullMarked
package io.tradeprocessing.asl.parse;

import org.jspecify.annotations.NullMarked;
