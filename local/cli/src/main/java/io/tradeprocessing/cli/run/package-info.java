/** The template deployed onto this machine: rules, state machine, handlers, table. */
@NullMarked
package io.tradeprocessing.cli.run;

import org.jspecify.annotations.NullMarked;
