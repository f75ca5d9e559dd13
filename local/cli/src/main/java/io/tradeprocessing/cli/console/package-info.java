/** What a person sees and does at a terminal: progress, errors, exit codes, Ctrl-C. */
@NullMarked
package io.tradeprocessing.cli.console;

import org.jspecify.annotations.NullMarked;
