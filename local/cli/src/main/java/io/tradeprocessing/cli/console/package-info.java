/** What the commands share at the console: progress, errors, exit codes, arguments, Ctrl-C. */
@NullMarked
package io.tradeprocessing.cli.console;

import org.jspecify.annotations.NullMarked;
