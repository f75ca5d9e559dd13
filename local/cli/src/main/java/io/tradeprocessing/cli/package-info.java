/**
 * The {@code trades} command. It deploys the project's own template onto this machine (rules, state
 * machine, handlers, table) and runs trade events through it.
 *
 * <p>Results go to standard output, everything else to standard error.
 */
@NullMarked
package io.tradeprocessing.cli;

import org.jspecify.annotations.NullMarked;
